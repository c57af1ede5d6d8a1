import type { z } from 'zod'
import type { importSuite } from '../../../operations/evaluation/import.ts'

/** The suite itself where it was written to no file, so that it can be piped; else what became of it. */
export const importLines = ({ suite, out, cases, name, notes }: z.output<typeof importSuite.output>): string => {
  if (out === null) return suite
  return [
    `${cases} ${cases === 1 ? 'case' : 'cases'} written to ${out}, as the suite "${name}".`,
    ...(notes.length > 0 ? ['What has no counterpart, or became something else:', ...notes.map((note) => `  ${note}`)] : ['Nothing was left out.']),
    'Add "collection" or "documents" to say what is asked, then: answerable eval run FILE',
    '',
  ].join('\n')
}
