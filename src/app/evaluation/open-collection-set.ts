/** Judgements and spans over a collection of the user's, asked as it stands. */
import { basename, extname } from 'node:path'
import { AppError } from '../../base/error.ts'
import { allDocuments } from '../../domain/all-documents.ts'
import type { DocumentStore } from '../../domain/document.ts'
import type { RetrievalSet } from '../../domain/retrieval-eval.ts'
import { judgedQuestions } from '../../evaluate/dataset/judged-questions.ts'
import { placedQuestions } from '../../evaluate/dataset/placed-questions.ts'
import { readJudgements, readQuestions } from './open-beir-folder.ts'
import type { SetRequest } from './open-retrieval-set.ts'
import { readSpanQuestions } from './open-span-folder.ts'

type Documents = Pick<DocumentStore, 'holders' | 'list' | 'get'>

/** Documents are named by their sources, as "documents list" shows them. */
export const openCollectionQrels = async (
  { path, queries }: SetRequest,
  collection: string,
  documents: Documents,
  signal?: AbortSignal,
): Promise<RetrievalSet> => {
  if (queries === null)
    throw new AppError(
      'invalid',
      `"${basename(path)}" says which documents are relevant, and not what is asked: add --queries FILE, with lines of an id, a tab and the question.`,
    )
  const judgements = await readJudgements(path, signal)
  const wanted = [...new Set(judgements.map(({ documentId }) => documentId))]
  const held = new Set((await documents.holders(collection, wanted)).map(({ source }) => source))
  if (held.size === 0) throw noneHere(collection, wanted[0]!)
  const judged = judgedQuestions({
    questions: await readQuestions(queries, signal),
    judgements,
    isDocument: (id) => held.has(id),
    isEmpty: () => false,
    file: basename(path),
  })
  return { name: nameOf(path), target: 'documents', corpus: null, ...judged }
}

export const openCollectionSpans = async (path: string, collection: string, documents: Documents, signal?: AbortSignal): Promise<RetrievalSet> => {
  const questions = await readSpanQuestions(path, signal)
  const wanted = new Set(questions.flatMap(({ references }) => references.map(({ source }) => source)))
  const texts = new Map<string, { source: string; text: string }>()
  for await (const { id, source } of allDocuments(documents, collection)) {
    const named = [source, source.replace(/\.[^./]+$/, '')].find((name) => wanted.has(name))
    if (named !== undefined) texts.set(named, { source, text: (await documents.get(id))!.text })
  }
  if (texts.size === 0 && wanted.size > 0) throw noneHere(collection, [...wanted][0]!)
  return { name: nameOf(path), target: 'spans', corpus: null, ...placedQuestions(questions, (source) => texts.get(source) ?? null, basename(path)) }
}

const nameOf = (path: string): string => basename(path, extname(path))

const noneHere = (collection: string, source: string): AppError =>
  new AppError(
    'not_found',
    `The collection "${collection}" has none of the documents that are judged (the first is "${source}"). Name the right one with --collection, or bring them in first.`,
  )
