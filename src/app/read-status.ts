/** What is live and what is missing, for `doctor`, the page and the lines at start. */
import type { Database } from '../adapters/postgres/database.ts'
import type { Replicas } from '../adapters/postgres/replicas.ts'
import type { Config } from '../config.ts'
import type { DocumentStore } from '../domain/document.ts'
import type { SearchIndex } from '../domain/search.ts'
import type { Status } from '../operations/app.ts'
import type { EmbeddingDesk } from '../operations/embedding-desk.ts'
import type { Answerer } from './answerer.ts'
import type { Embedding } from './embedding.ts'
import type { CircuitBreaker } from '../middleware/circuit-breaker.ts'
import { recallAdvice, type searchRecall } from './search-recall.ts'
import { passedOver } from './task-status.ts'

export interface StatusParts {
  readonly version: string
  readonly config: Config
  readonly database: Database
  readonly index: SearchIndex
  readonly embedding: Embedding
  readonly answerer: Answerer
  readonly store: DocumentStore
  readonly pendingEmbeddings: () => Promise<number>
  readonly changes: Pick<EmbeddingDesk, 'status'>
  readonly recall: ReturnType<typeof searchRecall>
  /** Of embedding models, by id. */
  readonly breakers: ReadonlyMap<string, CircuitBreaker>
  readonly replicas: Replicas
  readonly systems: { advice(): Promise<readonly string[]> }
  readonly records: { advice(): Promise<readonly string[]> }
}

export const readStatus = async ({
  version,
  config,
  database,
  index,
  embedding,
  answerer,
  store,
  pendingEmbeddings,
  changes,
  recall,
  breakers,
  replicas,
  systems,
  records,
}: StatusParts): Promise<Status> => {
  await answerer.refresh()
  const [{ collections }, pending, models] = await Promise.all([store.counts(), pendingEmbeddings(), changes.status()])
  const measured = await recall(models.collections)
  const embedder = embedding.current()
  const { id, summary, advice } = answerer.current()
  const tasks = answerer.status()
  return {
    version,
    dataDir: config.databaseUrl ? database.where : config.dataDir,
    database: { kind: database.kind === 'pglite' ? 'embedded PostgreSQL (PGlite)' : 'PostgreSQL server', where: database.where, search: index.kind },
    embedder: { state: embedder.state, id: embedder.state === 'ready' ? embedder.embedder.id : null, message: embedder.message },
    answerer: { id: id ?? 'extractive', message: summary },
    tasks,
    collections,
    pendingEmbeddings: pending,
    searchRecall: measured,
    advice: [
      ...advice,
      ...models.advice,
      ...recallAdvice(measured),
      ...(await replicas.states()).flatMap(({ where, state, message }) => (state === 'following' ? [] : [`Replica ${where}: ${message}`])),
      ...(await systems.advice()),
      ...(await records.advice()),
      ...passedOver(tasks),
      ...embeddersPassedOver(breakers),
      ...tasks.flatMap(({ notes }) => notes),
      ...(collections.some(({ name }) => name !== 'handbook') ? [] : ['Bring your own documents in: "npm start -- FOLDER" or "answerable ingest FOLDER".']),
    ],
  }
}

const embeddersPassedOver = (breakers: StatusParts['breakers']): string[] =>
  [...breakers].flatMap(([id, { state, lastFailure }]) =>
    state === 'closed' ? [] : [`${id.split('@')[0]} failed again and again; questions find passages by their words for now. ${lastFailure ?? ''}`.trimEnd()],
  )
