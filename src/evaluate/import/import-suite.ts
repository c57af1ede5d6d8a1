import { faultAt } from '../../base/located.ts'
import { suiteName } from './case-id.ts'
import { deepevalSuite } from './deepeval.ts'
import { fitCases } from './fit-cases.ts'
import { holmesgptSuite } from './holmesgpt.ts'
import type { ImportedSuite, ImportSource } from './imported-suite.ts'
import { openNotes, type Notes } from './notes.ts'
import { promptfooSuite } from './promptfoo.ts'
import { ragasSuite } from './ragas.ts'
import { recognise, type ForeignFormat } from './recognise.ts'

export interface Imported extends ImportedSuite {
  readonly format: ForeignFormat
  /** One for each thing that has no counterpart: nothing is left out in silence. */
  readonly notes: readonly string[]
}

/** `named`: what the suite is called after. Fails with `invalid`, a sentence with file and line. */
export const importSuite = async (source: ImportSource, named: string, format: ForeignFormat | null): Promise<Imported> => {
  const notes = openNotes()
  const chosen = format ?? recognise(source.files)
  const suite = await readers[chosen](source, notes)
  const cases = fitCases(suite.cases, notes)
  if (cases.length === 0) throw faultAt(source.files[0]!.name, ['There is no case in it that a suite could hold.', ...notes.list()].join('\n'))
  return { ...suite, name: suiteName(named), cases, format: chosen, notes: notes.list() }
}

type Read = (source: ImportSource, notes: Notes) => Promise<Omit<ImportedSuite, 'name'>>

const readers: Readonly<Record<ForeignFormat, Read>> = {
  promptfoo: (source, notes) => promptfooSuite(source.files[0]!, source, notes),
  ragas: async ({ files }, notes) => ragasSuite(files[0]!, notes),
  deepeval: async ({ files }, notes) => deepevalSuite(files[0]!, notes),
  holmesgpt: async ({ files }, notes) => holmesgptSuite(files, notes),
}
