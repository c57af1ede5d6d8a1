import { stringify } from 'yaml'
import { caseRecord } from '../suite/write-case.ts'
import type { Imported } from './import-suite.ts'

const names = { promptfoo: 'promptfoo', ragas: 'Ragas', deepeval: 'DeepEval', holmesgpt: 'HolmesGPT' } as const

/** The suite as a file, with the notes at its head, for whoever finishes it. `from` is the file it came from. */
export const suiteYaml = ({ format, notes, name, description, rubrics, repeat, thresholds, cases }: Imported, from: string): string => {
  const head = [
    `Imported from ${from}, of ${names[format]}.`,
    ...(notes.length > 0 ? ['What has no counterpart, or became something else:', ...notes.map((note) => `- ${note}`)] : []),
    'Say what is asked: "collection", or "documents" with the paths that are read into a collection of its own.',
  ]
  const suite = {
    name,
    ...(description !== null && { description }),
    ...(rubrics.length > 0 && { judge: { rubrics } }),
    ...(repeat > 1 && { repeat }),
    ...(Object.keys(thresholds).length > 0 && { thresholds }),
    cases: cases.map(caseRecord),
  }
  return `${head.map(commented).join('\n')}\n${stringify(suite, { lineWidth: 120, aliasDuplicateObjects: false })}`
}

const commented = (line: string): string => `# ${line.replace(/\s+/g, ' ')}`
