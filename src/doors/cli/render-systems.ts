import type { z } from 'zod'
import type { checkSystems, showSystems } from '../../operations/systems.ts'

type Counts = z.output<typeof checkSystems.output>['counts']

export const systemsCheckLines = ({ file, counts, notes }: z.output<typeof checkSystems.output>): string =>
  file === null
    ? 'There is no systems.yaml here, and ANSWERABLE_SYSTEMS names no file. deploy/systems.example.yaml shows one.\n'
    : `${file} is in order: ${told(counts)}.\n${notes.map((note) => `${note}\n`).join('')}`

export const systemsLines = ({ file, counts, capabilities, missing }: z.output<typeof showSystems.output>): string =>
  [
    file === null ? 'No file of systems: the machine itself can be looked at.' : `${file}: ${told(counts)}`,
    '',
    ...capabilities.map(({ name, summary, how, params }) => `● ${name.padEnd(24)} ${summary}${how === 'fenced' ? ' (in the fence)' : ''}${paramsOf(params)}`),
    ...missing.map(({ name, why }) => `○ ${name.padEnd(24)} ${why}`),
    '',
  ].join('\n')

const told = (counts: Counts): string => {
  const parts = Object.entries(counts).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []))
  return parts.length === 0 ? 'nothing is named in it' : parts.join(', ')
}

const paramsOf = (schema: Record<string, unknown>): string => {
  const names = Object.keys((schema['properties'] ?? {}) as object)
  return names.length === 0 ? '' : ` [${names.join(', ')}]`
}
