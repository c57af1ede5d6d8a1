/** Answers that are kept: what is joined for them, in one place. */
import { openAnswerCache } from '../adapters/postgres/answer-cache.ts'
import type { Database } from '../adapters/postgres/database.ts'
import { openQuestionVectors } from '../adapters/postgres/question-vectors.ts'
import { newTraceId } from '../base/id.ts'
import type { AnswerQuestion } from '../domain/answer.ts'
import { currentCall } from '../domain/call.ts'
import type { Purpose } from '../domain/journal.ts'
import type { Embedder } from '../domain/model.ts'
import type { Tracer } from '../domain/trace.ts'
import { cachedAnswers } from '../middleware/cached-answers.ts'
import { keptQuestionVectors } from '../middleware/kept-question-vectors.ts'
import { sharedAnswers } from '../middleware/shared-answers.ts'
import { tracedAnswerCache } from '../middleware/traced-answer-cache.ts'
import { answerKeys, type AnswerKeyParts } from './answer-keys.ts'
import { keptWords } from './content-keeping.ts'

type EmbedderOf = (collection: string) => Promise<Embedder | null>

export interface Caching {
  /** The same answers, or those that were given before; an evaluation measures what is worked out now. */
  answersFor(purpose: Purpose, ask: AnswerQuestion): AnswerQuestion
  /** The same embedders; questions that were asked before are not sent to a model on a server again. */
  embedderOf(open: EmbedderOf): EmbedderOf
  /** Resolves when what was answered is kept. */
  close(): Promise<void>
}

export interface CachingSetup extends AnswerKeyParts {
  readonly database: Database
  readonly tracer: Tracer
  readonly log: (message: string, error: unknown) => void
}

const dayMs = 86_400_000
// Of a collection. With answers of some 20 kB the bytes are the limit that is met first.
const mostRows = 10_000

export const openCaching = ({ database, tracer, log, ...parts }: CachingSetup): Caching => {
  const { config, modelFor } = parts
  const shared = sharedAnswers()
  // What may not be kept of a question elsewhere is not kept here.
  const words = keptWords(config)
  const vectors = openQuestionVectors(database)
  const cache = tracedAnswerCache(
    openAnswerCache(database, {
      mostAgeMs: Math.min(config.answerCacheDays, config.contentDays) * dayMs,
      mostRows,
      mostBytes: config.answerCacheMegabytes * 1e6,
    }),
    tracer,
  )
  return {
    answersFor: (purpose, ask) =>
      config.answerCache === 'off' || purpose === 'evaluation'
        ? ask
        : cachedAnswers(ask, {
            cache,
            shared,
            keyOf: answerKeys(parts),
            // The documents' own sentences are faster found than waited for, and an embedded database has one process.
            isWorthWaiting: ({ responseSchema }) => database.kind === 'server' && modelFor(responseSchema ? 'extract' : 'answer') !== null,
            mayBeKept: (text) => words === null || words(text) === text,
            newTraceId: () => currentCall().traceId ?? newTraceId(),
            clock: () => performance.now(),
            onFailure: (error) => void log('The cache of answers could not be used.', error),
          }),
    // A model on this machine embeds a question about as fast as the database finds its vector.
    embedderOf: (open) =>
      config.answerCache === 'off' || config.embedder !== 'openai'
        ? open
        : async (collection) => {
            const embedder = await open(collection)
            return embedder && keptQuestionVectors(embedder, collection, vectors, (error) => void log('The vectors of questions could not be used.', error))
          },
    close: shared.settled,
  }
}
