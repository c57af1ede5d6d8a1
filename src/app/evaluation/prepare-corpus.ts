import { AppError } from '../../base/error.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import type { Context } from '../../operations/operation.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { isCorpusFile, putFrozenCorpus } from './put-frozen-corpus.ts'

type Parts = Pick<EvaluationParts, 'library' | 'documents' | 'index'>

/**
 * The documents of a suite in a collection of their own, which is made once for each state of them; gives notes on what could not be read.
 * A `*.corpus.jsonl` is a corpus of documents as they were, other paths are read like any. Fails with `invalid` where nothing is there to be asked.
 */
export const prepareCorpus = async ({ name, collection, documents: paths }: EvalSuite, parts: Parts, context: Context): Promise<string[]> => {
  const others = paths.filter((path) => !isCorpusFile(path))
  const notes = others.length > 0 ? await ingest(others, collection, parts, context) : []
  for (const path of paths.filter(isCorpusFile))
    await putFrozenCorpus(
      path,
      collection,
      parts,
      (done) => context.onEvent?.({ type: 'steps', data: { done, total: null, unit: 'documents', note: undefined } }),
      context.signal,
    )
  const { documents: some } = await parts.documents.list(collection, 1, null)
  if (some.length === 0) {
    const help =
      paths.length > 0
        ? 'Check the "documents" of the suite.'
        : `Bring documents in with "answerable ingest PATH --collection ${collection}", or name "documents" in the suite.`
    throw new AppError('invalid', `The collection "${collection}" of the suite "${name}" is empty: there is nothing to answer from. ${help}`)
  }
  await parts.index.warm(collection)
  return notes
}

const ingest = async (paths: readonly string[], collection: string, { library }: Parts, { onEvent, signal }: Context): Promise<string[]> => {
  const notes: string[] = []
  const progress = await library.ingest(
    paths,
    { collection },
    ({ done, total, pendingEmbeddings }) =>
      onEvent?.({
        type: 'steps',
        data: { done, total, unit: 'documents', note: pendingEmbeddings > 0 ? `${pendingEmbeddings} chunks to embed` : undefined },
      }),
    signal,
  )
  if (progress.failed.length > 0) notes.push(`${progress.failed.length} documents could not be read: ${progress.failed.slice(0, 3).map(told).join('; ')}`)
  if (progress.pendingEmbeddings > 0) notes.push(`${progress.pendingEmbeddings} chunks have no vector: they were found by words only.`)
  return notes
}

const told = (failed: unknown): string => (typeof failed === 'string' ? failed : Object.values(failed as Record<string, unknown>).join(': '))
