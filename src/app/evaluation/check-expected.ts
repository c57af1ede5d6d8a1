import { allDocuments } from '../../domain/all-documents.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import { faultsOf } from '../../base/checked-file.ts'
import { missingTexts, suiteNotes, type ExpectedDocument } from '../../evaluate/suite/expected-texts.ts'
import type { Context } from '../../operations/operation.ts'
import type { EvaluationParts } from './evaluation-parts.ts'

/**
 * Notes on what the suite expects. Fails with `invalid` where its own documents do not hold it; the documents of a collection that others fill may
 * have changed, and it is said at once.
 */
export const checkExpected = async (suite: EvalSuite, { documents }: Pick<EvaluationParts, 'documents'>, { onEvent, signal }: Context): Promise<string[]> => {
  const there: ExpectedDocument[] = []
  for await (const { id, source } of allDocuments(documents, suite.collection)) {
    signal?.throwIfAborted()
    there.push({ source, text: async () => (signal?.throwIfAborted(), (await documents.get(id))?.text ?? '') })
  }
  const missing = await missingTexts(suite, there)
  if (missing.length > 0 && suite.documents.length > 0) throw faultsOf(missing)
  for (const line of missing) onEvent?.({ type: 'line', data: { line } })
  return [...suiteNotes(suite), ...missing]
}
