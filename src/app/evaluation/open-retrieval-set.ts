/** Which kind of data set a path is: a BEIR folder, spans with their corpora, or judgements over a collection. */
import { existsSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { unreadable } from '../../adapters/evaluation/read-user-file.ts'
import { AppError } from '../../base/error.ts'
import type { RetrievalSet } from '../../domain/retrieval-eval.ts'
import type { DocumentStore } from '../../domain/document.ts'
import { openBeirFolder, qrelsFile } from './open-beir-folder.ts'
import { openCollectionQrels, openCollectionSpans } from './open-collection-set.ts'
import { openSpanFolder, spanFileIn } from './open-span-folder.ts'

export interface SetRequest {
  /** Absolute. */
  readonly path: string
  readonly split: string
  /** Asked as it stands, instead of a corpus of the set. */
  readonly collection: string | null
  /** File of questions, where the judgements come without. */
  readonly queries: string | null
}

/** Checked as a whole before anything is stored or ranked. Fails with `invalid` or `not_found`: a sentence with file and line. */
export const openRetrievalSet = async (request: SetRequest, documents: DocumentStore, signal?: AbortSignal): Promise<RetrievalSet> => {
  const { path, split, collection } = request
  if (!isFolder(path)) return openFile(request, documents, signal)
  if (existsSync(join(path, 'corpus.jsonl')) || (collection !== null && existsSync(join(path, 'qrels')))) {
    if (collection === null) return openBeirFolder(request, signal)
    return openFile({ ...request, path: qrelsFile(path, split), queries: join(path, 'queries.jsonl') }, documents, signal)
  }
  const questions = spanFileIn(path)
  if (questions === null) throw noSet(request)
  return collection === null ? openSpanFolder(path, questions, signal) : openFile({ ...request, path: join(path, questions) }, documents, signal)
}

const openFile = async (request: SetRequest, documents: DocumentStore, signal?: AbortSignal): Promise<RetrievalSet> => {
  const { path, collection } = request
  if (collection === null)
    throw new AppError(
      'invalid',
      `"${path}" is a file, so it needs the collection that is to be asked: add --collection NAME. A data set that brings its own documents is a folder.`,
    )
  const hasSpans = ['.jsonl', '.csv'].includes(extname(path))
  return hasSpans ? openCollectionSpans(path, collection, documents, signal) : openCollectionQrels(request, collection, documents, signal)
}

const noSet = ({ path, split }: SetRequest): AppError =>
  new AppError(
    'invalid',
    `"${path}" is no data set: a BEIR folder holds corpus.jsonl, queries.jsonl and qrels/${split}.tsv; a set of spans questions.jsonl (or questions_df.csv) and a folder corpora.`,
  )

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    throw unreadable(path, error)
  }
}
