/**
 * The same port around the documents' answers: a question of a customer, or of staff, about records is answered from the database, one about
 * both from both, and any other goes on as it came. Who reads is the credential's alone.
 */
import { AppError, isAppError } from '../../base/error.ts'
import type { Abstention, Answer, AnswerQuestion, Degradation, Question } from '../../domain/answer.ts'
import { currentCall } from '../../domain/call.ts'
import type { FindValues, ReadRecordQuestion, RecordReading } from '../../domain/record-request.ts'
import type { RecordMisses } from '../../domain/record-miss.ts'
import type { ConnectedRecords, RecordConnections } from '../../domain/record-store.ts'
import type { Tracer } from '../../domain/trace.ts'
import { cardPassage } from '../../records/answer/card.ts'
import { documentQuestions } from '../../records/answer/document-questions.ts'
import { onlyReads, refusalOf } from '../../records/answer/refusals.ts'
import { tellRecords, type LookedUp, type ToldRecords } from '../../records/answer/tell-records.ts'
import { findValuesOf } from '../../records/compile/find-values.ts'
import type { Looking } from '../../records/compile/find-records.ts'
import { lookUp } from './look-up.ts'
import { failureFor, readerOf } from './reader-of.ts'
import { missedIds } from './missed-ids.ts'
import { eventsOf, shifted } from './answer-events.ts'
import type { RecordModels } from './record-models.ts'
import { answerBySql, asksForSql } from './staff-sql.ts'
import { orOwnSentences } from './or-own-sentences.ts'
import { withDocuments } from './with-documents.ts'

export interface RecordAnswerParts {
  readonly connections: Pick<RecordConnections, 'described'>
  /** By rules. */
  readonly read: ReadRecordQuestion
  /** For each question anew; left out: rules alone. */
  readonly models?: () => RecordModels
  /** The documents' own, for whoever reads records, where a model wrote nothing that they support. */
  readonly ownSentences: AnswerQuestion
  readonly tracer: Tracer
  readonly misses: Pick<RecordMisses, 'note'>
  readonly now: () => Date
  /** Milliseconds, only differences count. */
  readonly clock: () => number
  readonly newTraceId: () => string
  readonly log: (message: string, error: unknown) => void
}

export const recordAnswers = (inner: AnswerQuestion, parts: RecordAnswerParts): AnswerQuestion =>
  async function* (question, signal) {
    const reader = readerOf(currentCall().caller)
    const connected = reader && (await parts.connections.described(question.collection))
    if (!reader || !connected) return yield* inner(question, signal)
    const started = parts.clock()
    const looking: Looking = { ...connected, reader, clock: parts.clock }
    const models = parts.models?.() ?? null
    const reading = await readQuestion({ ...parts, read: models?.read ?? parts.read }, connected, looking, question, signal)
    const mayWrite = models && !question.responseSchema && asksForSql(looking, reading)
    const bySql = mayWrite ? await answerBySql(models, looking, question.text, parts.tracer, signal) : null
    const documents = orOwnSentences(inner, parts.ownSentences)
    if (!bySql && !isOfRecords(reading)) return yield* documents(question, signal)
    if (question.responseSchema) throw noSchema
    const found = bySql ?? (await readRecords(parts, looking, reading, question, signal))
    const worded = bySql || reading.refusal || found.refused ? null : await models?.word(question.text, found.told, found.looks, looking, signal)
    const read = worded ? { ...found, told: { ...found.told, ...worded } } : found
    const timing = { read: parts.clock() - started }
    const told = ownAnswer(parts, looking, { ...reading, by: bySql?.model ?? worded?.model ?? reading.by }, read, timing)
    const own = models ? { ...told, usage: { ...told.usage, ...models.usage() } } : told
    const asksDocuments = !bySql && (reading.about === 'both' || read.failure) && reading.documentQuestion !== ''
    const attempts = documentQuestions(reading, connected.description).map((text) => () => documents({ ...question, text, history: [] }, signal))
    if (asksDocuments) return yield* withDocuments(own, attempts, () => parts.clock() - started)
    yield* eventsOf(own)
    return { ...own, timingsMs: { ...own.timingsMs, total: parts.clock() - started } }
  }

const readQuestion = (
  { read, now, log }: RecordAnswerParts,
  { description }: ConnectedRecords,
  looking: Looking,
  { text, history }: Question,
  signal?: AbortSignal,
): Promise<RecordReading> => {
  const findValues: FindValues = (words, stop) =>
    findValuesOf(looking)(words, stop).catch((error: unknown) => {
      // A question about documents needs no database; one about records will meet the failure again.
      if (signal?.aborted || !isAppError(error)) throw error
      log('Words of a question could not be looked up in the records.', error)
      return []
    })
  return read({ text, history, description, isStaff: looking.reader.kind === 'staff', now: now() }, findValues, signal)
}

const isOfRecords = ({ about, requests, refusal }: RecordReading): boolean =>
  refusal !== null || ((about === 'records' || about === 'both') && requests.length > 0)

interface ReadOutcome {
  readonly told: ToldRecords
  /** What they rest on. */
  readonly looks: readonly LookedUp[]
  readonly refused: Abstention | null
  readonly failure: Degradation | null
}

const notSure: Abstention = {
  reason: 'not_supported',
  message: 'Something was found, and it could not be told in words that are sure to be right. Ask for one thing at a time, by its number.',
}
const nothingTold: ToldRecords = { text: '', citations: [], cards: [] }

const readRecords = async (
  parts: RecordAnswerParts,
  looking: Looking,
  reading: RecordReading,
  question: Question,
  signal?: AbortSignal,
): Promise<ReadOutcome> => {
  const { description, reader } = looking
  const isStaff = reader.kind === 'staff'
  const refused =
    reading.refusal && (reading.refusal.why !== 'change' || reading.requests.length === 0) ? refusalOf(reading.refusal.why, description, isStaff) : null
  try {
    const looks = refused && reading.refusal?.why !== 'change' ? [] : await lookUp(looking, reading.requests, parts.tracer, signal)
    if (reader.kind === 'customer') noteMisses(parts, looking, looks)
    // A word that nothing explains may be what the question turns on: `did I buy a purple one`.
    const mayConfirm = reading.about === 'records' && reading.refusal === null && reading.certainty >= sureOfAllWords
    const told = looks.length > 0 ? tellRecords({ description, isStaff, question: question.text, mayConfirm }, looks) : nothingTold
    if (looks.length > 0 && told.text.trim() === '') return { told: nothingTold, looks, refused: refused ?? notSure, failure: null }
    return { told: reading.refusal?.why === 'change' && told.text !== '' ? behind(`${onlyReads} `, told) : told, looks, refused, failure: null }
  } catch (error) {
    if (signal?.aborted || !isAppError(error) || error.code === 'cancelled') throw error
    parts.log('The records of a question could not be read.', error)
    const failure = failureFor(reader, error)
    if (reading.about !== 'both' || reading.documentQuestion === '') throw failure
    return { told: nothingTold, looks: [], refused, failure: { part: 'records', message: failure.message } }
  }
}

const sureOfAllWords = 0.85

const noteMisses = ({ misses }: RecordAnswerParts, { description }: Looking, found: readonly LookedUp[]): void => {
  for (const miss of missedIds(description, found)) misses.note(miss)
}

const behind = (start: string, told: ToldRecords): ToldRecords => ({
  ...told,
  text: start + told.text,
  citations: told.citations.map((it) => shifted(it, start.length)),
})

const ownAnswer = (
  { newTraceId }: RecordAnswerParts,
  { description }: Looking,
  reading: RecordReading,
  { told, refused, failure }: ReadOutcome,
  timingsMs: Answer['timingsMs'],
): Answer => ({
  text: refused?.message ?? told.text,
  data: null,
  standaloneQuestion: null,
  followUp: null,
  structured: null,
  citations: told.citations,
  abstained: refused,
  confidence: reading.certainty,
  model: reading.by === 'rules' ? 'records' : reading.by,
  usage: { inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0, embeddingTokens: 0 },
  timingsMs,
  traceId: newTraceId(),
  cache: 'miss',
  degraded: failure ? [failure] : [],
  passages: told.cards.map((card) => cardPassage(description.collection, card)),
  verdicts: [],
  prompt: null,
})

const noSchema = new AppError(
  'invalid',
  'response_schema is for answers from documents; this question is answered from records, in sentences that cite them. Leave response_schema out.',
)
