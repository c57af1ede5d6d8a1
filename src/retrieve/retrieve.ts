import { throwIfAborted } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import { languageOf } from '../base/question-language.ts'
import type { Retrieval, Retrieve, RetrieveRequest } from '../domain/answer.ts'
import type { DocumentStore, Passage } from '../domain/document.ts'
import type { Embedder } from '../domain/model.ts'
import type { SearchIndex } from '../domain/search.ts'
import { isShort, liftNamed } from './lift-named.ts'
import { chosenFusion, foreignFusion, type Fuse, type FusedHit } from './fuse.ts'

export interface RetrievalParts {
  /** Null while there is no model: then words alone decide. */
  readonly embedder: () => Embedder | null
  readonly index: SearchIndex
  readonly store: Pick<DocumentStore, 'passages' | 'list' | 'chunksOf'>
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  readonly fuse?: Fuse
  /** Why there is no embedder although the settings want one; null where they want none. */
  readonly embedderMissing?: () => string | null
  /** Told when the question could not be embedded; the search goes on with words alone. */
  readonly onEmbedderFailure?: (error: unknown) => void
}

/** Question → vector and words → both rankings → one → passages, exactly `limit` of them when the collection has that many. `queryVector` is null when words alone decided. */
export const retrieval =
  (parts: RetrievalParts): Retrieve =>
  async (request, signal) => {
    const lap = stopwatch(parts.now)
    const question = await embedQuestion(parts, request.text, signal)
    const embed = lap()
    const depth = Math.max(request.limit, listDepth)
    const hits = await parts.index.search({ ...request, vector: question.vector, limit: depth }, signal)
    const search = lap()
    const fused = (parts.fuse ?? fusionFor(request.text, parts.embedder()))(hits, depth)
    const fuse = lap()
    const passages = await loadPassages(parts.store, fused, request)
    const load = lap()
    throwIfAborted(signal)
    return {
      passages,
      embeddingTokens: question.tokens,
      queryVector: question.vector?.values ?? null,
      ...(question.wordsOnly && { wordsOnly: question.wordsOnly }),
      ...(hits.respelt && { respelt: hits.respelt }),
      timingsMs: { embed, search, fuse, load },
    } satisfies Retrieval
  }

// How far down each list is read: deep enough that a chunk found by one ranking mostly has its place in the other.
const listDepth = 100

const fusionFor = (question: string, embedder: Embedder | null): Fuse => {
  const language = languageOf(question)
  return language === null || (embedder?.languages ?? [language]).includes(language) ? chosenFusion : foreignFusion
}

interface EmbeddedQuestion {
  readonly vector: { readonly modelId: string; readonly values: Float32Array } | null
  readonly tokens: number
  /** As `Retrieval.wordsOnly`. */
  readonly wordsOnly: string | null
}

const embedQuestion = async (parts: RetrievalParts, text: string, signal?: AbortSignal): Promise<EmbeddedQuestion> => {
  const embedder = parts.embedder()
  if (!embedder) return { vector: null, tokens: 0, wordsOnly: parts.embedderMissing?.() ?? null }
  try {
    const [vectors, tokens] = await Promise.all([embedder.embed([text], 'query', signal), embedder.countTokens([text])])
    return { vector: { modelId: embedder.id, values: vectors[0]! }, tokens: tokens[0] ?? 0, wordsOnly: null }
  } catch (error) {
    throwIfAborted(signal)
    parts.onEmbedderFailure?.(error)
    return { vector: null, tokens: 0, wordsOnly: `Passages were found by their words alone. ${sentenceOf(error)}` }
  }
}

/** What is no failure we know may hold paths: the log has it. */
const sentenceOf = (error: unknown): string => (isAppError(error) ? error.message : 'The embedding model failed; the log says how.')

// How many more are looked at for a heading that is just what is asked.
const readFurther = 20

/** Best first. A chunk that was removed after the search leaves its place to the next one. */
const loadPassages = async (store: RetrievalParts['store'], fused: readonly FusedHit[], { collection, limit, text }: RetrieveRequest): Promise<Passage[]> => {
  const wanted = isShort(text) ? limit + readFurther : limit
  const found: Passage[] = []
  for (let from = 0; from < fused.length && found.length < wanted;) {
    const batch = fused.slice(from, from + wanted - found.length)
    from += batch.length
    found.push(...(await withScores(store, batch)))
  }
  const passages = (isShort(text) ? liftNamed(text, found) : found).slice(0, limit)
  if (passages.length < limit) passages.push(...(await padding(store, collection, limit - passages.length, new Set(fused.map(({ chunkId }) => chunkId)))))
  return passages
}

const withScores = async (store: RetrievalParts['store'], hits: readonly FusedHit[]): Promise<Passage[]> => {
  const byChunk = new Map(hits.map((hit) => [hit.chunkId, hit]))
  const passages = await store.passages(hits.map(({ chunkId }) => chunkId))
  return passages.map((passage) => ({ ...passage, ...byChunk.get(passage.chunkId)! }))
}

/** Chunks that no ranking found, in order of document and position: whoever asks for `limit` passages gets them. */
const padding = async (store: RetrievalParts['store'], collection: string, count: number, taken: ReadonlySet<string>): Promise<Passage[]> => {
  const chunkIds: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<DocumentStore['list']>> = await store.list(collection, 100, cursor)
    for (const { id } of page.documents) {
      if (chunkIds.length >= count) break
      chunkIds.push(...(await store.chunksOf(id)).map((chunk) => chunk.id).filter((chunkId) => !taken.has(chunkId)))
    }
    cursor = page.nextCursor
  } while (cursor !== null && chunkIds.length < count)
  return store.passages(chunkIds.slice(0, count))
}

const stopwatch = (now: () => number): (() => number) => {
  let last = now()
  return () => {
    const start = last
    last = now()
    return last - start
  }
}
