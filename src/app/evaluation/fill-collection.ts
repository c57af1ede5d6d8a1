/** Corpora of evaluation in collections of their own: made once, used again while nothing has changed, never mixed with documents of people. */
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import { allDocuments } from '../../domain/all-documents.ts'
import type { DocumentStore } from '../../domain/document.ts'
import type { Corpus, CorpusDocument } from '../../domain/retrieval-eval.ts'
import type { Library } from '../../operations/app.ts'

export interface FillParts {
  readonly documents: Pick<DocumentStore, 'list'>
  readonly library: Pick<Library, 'put'>
}

export interface Filling {
  readonly collection: string
  /** Of the data set: whose documents these are. */
  readonly name: string
  readonly corpus: Corpus
  readonly onDocument: (done: number) => void
}

export interface Filled {
  /** Source → id. */
  readonly documentIds: ReadonlyMap<string, string>
  readonly chunks: number
}

/** Says of a document that an evaluation put it there. */
export const evaluationMark = 'evaluation_set'

/** `eval-<name>-<8 digits>`: another corpus, chunking or embedding model is another collection. */
export const collectionFor = (name: string, corpus: Corpus, pipeline: string, modelId: string | null): string =>
  `${collectionPrefix(name)}${sha256([corpus.hash, pipeline, modelId].join('\n')).slice(0, 8)}`

export const collectionPrefix = (name: string): string => {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40) // prettier-ignore
  return `eval-${slug || 'set'}-`
}

/** Brings in what is not there yet: a run that was interrupted goes on where it stopped. Fails with `conflict` when somebody else's documents are there. */
export const fillCollection = async (parts: FillParts, filling: Filling, signal?: AbortSignal): Promise<Filled> => {
  const there = await present(parts, filling, signal)
  let done = 0
  const putOne = async (document: CorpusDocument): Promise<void> => {
    if (!there.complete.has(document.id)) await put(parts, filling, document)
    filling.onDocument(++done)
  }
  await inParallel(filling.corpus.documents(), putOne, signal)
  const now = there.complete.size === filling.corpus.count ? there : await present(parts, filling, signal)
  if (now.waiting > 0)
    throw new AppError(
      'unavailable',
      `${now.waiting} documents of "${filling.name}" have no vectors yet: the embedding model failed on the way. Run the command again; it goes on from here.`,
    )
  return now
}

interface Present extends Filled {
  readonly complete: ReadonlySet<string>
  /** Documents that lack vectors which others have. */
  readonly waiting: number
}

const present = async ({ documents }: FillParts, { collection, name }: Filling, signal?: AbortSignal): Promise<Present> => {
  const documentIds = new Map<string, string>()
  const complete = new Set<string>()
  const bare: string[] = []
  let chunks = 0
  for await (const document of allDocuments(documents, collection)) {
    signal?.throwIfAborted()
    if (document.metadata[evaluationMark] !== name)
      throw new AppError(
        'conflict',
        `The collection "${collection}" holds "${document.source}", which no evaluation put there. Rename or remove that collection; evaluations never touch documents of yours.`,
      )
    documentIds.set(document.source, document.id)
    chunks += document.chunks
    if (document.embedded === document.chunks) complete.add(document.source)
    else if (document.embedded === 0) bare.push(document.source)
  }
  const waiting = documentIds.size - complete.size
  // Without any embedding model nothing waits.
  if (waiting === bare.length && complete.size === 0) return { documentIds, chunks, complete: new Set(bare), waiting: 0 }
  return { documentIds, chunks, complete, waiting }
}

const put = async ({ library }: FillParts, { collection, name }: Filling, { id, ...document }: CorpusDocument): Promise<void> => {
  const { version } = await library.put({ ...document, title: document.title || undefined, source: id, collection, metadata: { [evaluationMark]: name } })
  // Places of evidence count on it.
  if (version !== sha256(document.text))
    throw new AppError(
      'invalid',
      `The text of "${id}" cannot be stored as it is, so nothing that is said of its places would be true. Give it as plain UTF-8 text.`,
    )
}

// While one is stored, others are parsed and embedded.
const atOnce = 4

const inParallel = async <Item>(items: AsyncIterable<Item>, work: (item: Item) => Promise<void>, signal?: AbortSignal): Promise<void> => {
  const iterator = items[Symbol.asyncIterator]()
  const one = async (): Promise<void> => {
    for (;;) {
      signal?.throwIfAborted()
      const next = await iterator.next()
      if (next.done) return
      await work(next.value)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}
