/** Documents of a corpus file (`*.corpus.jsonl`), brought in as they were when somebody was answered from them. */
import { readLines } from '../../adapters/evaluation/read-lines.ts'
import { AppError } from '../../base/error.ts'
import { allDocuments } from '../../domain/all-documents.ts'
import { readFrozenLine, type FrozenDocument } from '../../evaluate/triage/frozen-corpus.ts'
import type { EvaluationParts } from './evaluation-parts.ts'

export const isCorpusFile = (path: string): boolean => /\.corpus\.jsonl$/i.test(path)

type Parts = Pick<EvaluationParts, 'library' | 'documents'>

/** What is there already in the same version is left alone. Fails with `invalid`, file and line. */
export const putFrozenCorpus = async (
  path: string,
  collection: string,
  parts: Parts,
  onDocument: (done: number) => void,
  signal?: AbortSignal,
): Promise<void> => {
  const there = await versionsIn(collection, parts)
  let done = 0
  for await (const line of readLines(path, signal)) {
    const document = readFrozenLine(line)
    if (there.get(document.source) !== document.version) await put(document, line.place, collection, parts)
    there.set(document.source, document.version)
    onDocument(++done)
  }
}

const put = async ({ source, title, text, version, mediaType }: FrozenDocument, place: string, collection: string, { library }: Parts): Promise<void> => {
  const given = { source, title: title || undefined, text, collection }
  const stored = await library.put({ ...given, mediaType })
  if (stored.version === version) return
  const plain = await library.put({ ...given, mediaType: 'text/plain' })
  // Quotes and expected sources count on its places.
  if (plain.version !== version) throw new AppError('invalid', `${place}: The text of "${source}" cannot be stored as it is. Give it as plain UTF-8 text.`)
}

const versionsIn = async (collection: string, { documents }: Parts): Promise<Map<string, string>> => {
  const versions = new Map<string, string>()
  for await (const { source, version } of allDocuments(documents, collection)) versions.set(source, version)
  return versions
}
