/** Programs of systemd, each with a frozen list of arguments; a unit of the file and bounded numbers are all that vary. */
import { stat } from 'node:fs/promises'
import { lookLimits, type FenceResult, type FenceSpec, type OpenedFence } from '../../fence/fence.ts'
import { pinProgram, type PinnedProgram } from '../../fence/pin-program.ts'
import { Unseen } from '../look.ts'

const pins = new Map<string, Promise<PinnedProgram>>()

/** Once: it is that program, or none, as long as this one runs. */
const pinned = (path: string): Promise<PinnedProgram> => {
  const known = pins.get(path) ?? pinProgram(path)
  pins.set(path, known)
  known.catch(() => pins.delete(path))
  return known
}

const run = async (
  path: string,
  args: readonly string[],
  places: Pick<FenceSpec, 'reads' | 'groups'>,
  openFence: () => Promise<OpenedFence>,
  signal: AbortSignal,
) => {
  const { fence, why } = await openFence()
  if (!fence) throw new Unseen(`It needs a fence. ${why}`)
  const program = await pinned(path)
  const result = await fence.run(
    { program, args, system: 'libraries', writes: [], network: 'none', environment: {}, identity: 'nobody', limits: lookLimits, ...places },
    signal,
  )
  if (result.endedBy === 'time') throw new Unseen(`${path} did not end within ${lookLimits.wallMs / 1000} s.`)
  return result
}

const journalFolders = ['/var/log/journal', '/run/log/journal']

/** Lines as `short-iso` writes them, oldest first. */
export const journalOf = async (
  unit: string,
  { minutes, lines }: { readonly minutes: number; readonly lines: number },
  openFence: () => Promise<OpenedFence>,
  signal: AbortSignal,
): Promise<string> => {
  const there = await Promise.all(journalFolders.map(async (path) => ({ path, found: await stat(path).catch(() => null) })))
  const journals = there.filter((it) => it.found !== null)
  if (journals.length === 0) throw new Unseen('This machine keeps no journal (systemd).')
  const args = ['--no-pager', '--quiet', '--output=short-iso', `--lines=${lines}`, `--since=-${minutes}min`, `--unit=${unit}`, '--merge']
  const reads = [...journals.map((it) => it.path), ...(await present(['/etc/machine-id']))]
  const result = await run('/usr/bin/journalctl', args, { reads, groups: journals.map((it) => it.found!.gid) }, openFence, signal)
  if (result.exitCode !== 0 && result.endedBy !== 'output') throw new Unseen(`The journal cannot be read${told(result)}.`)
  return result.stdout
}

const stateFields = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'NRestarts',
  'ExecMainStatus',
  'MemoryCurrent',
  'TasksCurrent',
  'ActiveEnterTimestampMonotonic',
] as const

/** By systemd's own bus; empty texts where it does not know. */
export const unitFields = async (unit: string, openFence: () => Promise<OpenedFence>, signal: AbortSignal): Promise<ReadonlyMap<string, string>> => {
  const reads = await present(['/run/dbus', '/run/systemd'])
  if (reads.length < 2) throw new Unseen('systemd does not run on this machine.')
  const args = ['show', '--no-pager', `--property=${stateFields.join(',')}`, '--', unit]
  const result = await run('/usr/bin/systemctl', args, { reads, groups: [] }, openFence, signal)
  if (result.exitCode !== 0) throw new Unseen(`systemd does not tell of units${told(result)}.`)
  return new Map(
    result.stdout.split('\n').flatMap((line) => (line.includes('=') ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const] : [])),
  )
}

const told = ({ exitCode, endedBy }: FenceResult): string => ` (${exitCode === null ? `ended by ${endedBy}` : `exit code ${exitCode}`})`

const present = async (paths: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(paths.map(async (path) => ((await stat(path).catch(() => null)) ? path : null)))
  return found.filter((it) => it !== null)
}
