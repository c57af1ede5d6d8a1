/** Asks every case of a suite in every variant, as often as wanted, and hands out each row when it is kept. */
import { drain } from '../../base/async.ts'
import { isAppError } from '../../base/error.ts'
import { usualSize, type Answer, type AnswerQuestion } from '../../domain/answer.ts'
import { currentCall, generateWithin } from '../../domain/call.ts'
import type { CaseRow } from '../../domain/eval-run.ts'
import type { AnswerVariant, EvalCase, EvalSuite } from '../../domain/eval-suite.ts'
import type { JsonSchema } from '../../domain/model.ts'
import { checkAnswer, failedScores } from '../checks/check-answer.ts'
import { compareAnswers, isPairJudge } from './compare-answers.ts'
import { failedJudgements, judgeAnswer, type AppointedJudge } from './judge-answer.ts'
import { costsOf } from './row-costs.ts'

export interface RunParts {
  /** By name of the variant. */
  readonly askers: ReadonlyMap<string, AnswerQuestion>
  readonly judges: readonly AppointedJudge[]
  /** Text of a version that an answer cites; null when it is not kept. */
  textOf(documentId: string, version: string): Promise<string | null>
  /** What was answered under a trace, as the journal has it; null when it has not, or not all of it any more. */
  answerUnder(traceId: string): Promise<string | null>
  /** What is wrong with an object by its schema. */
  dataFaults(schema: JsonSchema, data: unknown): Promise<readonly string[]>
  /** US dollars that a question may have cost whose answer broke off, by name of the variant; null while a price is not known. */
  readonly mostCosts: ReadonlyMap<string, number | null>
  /** Durable when it resolves. */
  save(row: CaseRow): Promise<void>
  /** In milliseconds. */
  readonly clock: () => number
  /** Questions under way at once. */
  readonly concurrency: number
}

/** Why a run ended before its last case, in one sentence; null when it did not. */
export type Stopped = string | null

// A server that is down costs its time-out with every question.
const mostFailuresInARow = 20

/**
 * Yields rows as they are kept, in no particular order. A question that fails is a row like others. Ends early when the money is spent, when nothing
 * but failures comes back, or with the signal: what is under way then is let go.
 */
export async function* runCases(suite: EvalSuite, prior: readonly CaseRow[], parts: RunParts, signal?: AbortSignal): AsyncGenerator<CaseRow, Stopped> {
  const waiting = plannedOf(suite, prior)
  const firstRows = rowsOfFirst(suite, prior)
  const underWay = new Map<Planned, Promise<{ planned: Planned; row: CaseRow | null }>>()
  const stop = new AbortController()
  const work = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  let spentUsd: number | null = spentOn(prior)
  let failuresInARow = 0
  let stopped: Stopped = null
  try {
    for (;;) {
      stopped ??= whyStop({ suite, spentUsd, failuresInARow, signal })
      while (!stopped && underWay.size < parts.concurrency && waiting.length > 0) {
        const planned = waiting.shift()!
        const asked = askPlanned(planned, parts, firstRows, work)
        if (planned.isFirst) firstRows.set(keyOfPlanned(planned), asked)
        underWay.set(
          planned,
          asked.then((row) => ({ planned, row })),
        )
      }
      if (underWay.size === 0) return stopped
      const { planned, row } = await Promise.race(underWay.values())
      underWay.delete(planned)
      if (row === null) continue
      spentUsd = spentUsd === null ? null : add(spentUsd, costOf(row))
      failuresInARow = row.outcome === 'failed' ? failuresInARow + 1 : 0
      yield row
    }
  } finally {
    // The loop may be left with questions under way.
    stop.abort(new Error('The run was left.'))
    await Promise.allSettled(underWay.values())
  }
}

interface Planned {
  readonly case: EvalCase
  readonly variant: AnswerVariant
  /** Of the variants: its answers are what those of the others are compared with. */
  readonly isFirst: boolean
  readonly repeat: number
  readonly collection: string
}

/** A case in all its variants before the next one, so that a partial run still compares them. */
const plannedOf = ({ cases, variants, repeat: times, collection }: EvalSuite, prior: readonly CaseRow[]): Planned[] => {
  const done = new Set(prior.map(keyOf))
  return Array.from({ length: times }, (_, repeat) => repeat)
    .flatMap((repeat) => cases.flatMap((it) => variants.map((variant, index) => ({ case: it, variant, isFirst: index === 0, repeat, collection }))))
    .filter((it) => !done.has(keyOf({ caseId: it.case.id, variant: it.variant.name, repeat: it.repeat })))
}

/** Of the first variant, with whose answers those of the others are compared: kept, or under way. */
type FirstRows = Map<string, CaseRow | Promise<CaseRow | null>>

const rowsOfFirst = ({ variants: [first] }: EvalSuite, prior: readonly CaseRow[]): FirstRows =>
  new Map(prior.filter(({ variant }) => variant === first?.name).map((row) => [JSON.stringify([row.caseId, row.repeat]), row]))

const keyOfPlanned = ({ case: { id }, repeat }: Planned): string => JSON.stringify([id, repeat])

const keyOf = ({ caseId, variant, repeat }: Pick<CaseRow, 'caseId' | 'variant' | 'repeat'>): string => JSON.stringify([caseId, variant, repeat])

/** Of rows that an earlier process left: what has no price there counts as the dearest that has one, so that one of them ends no run for ever. */
const spentOn = (rows: readonly CaseRow[]): number => {
  const costs = rows.flatMap(costsOf)
  const dearest = costs.reduce<number>((most, cost) => Math.max(most, cost ?? 0), 0)
  return costs.reduce<number>((sum, cost) => sum + (cost ?? dearest), 0)
}
/** Null while a price is not known. */
const costOf = (row: CaseRow): number | null => costsOf(row).reduce<number | null>((sum, it) => (sum === null ? null : add(sum, it)), 0)
const add = (sum: number, cost: number | null): number | null => (cost === null ? null : sum + cost)

interface State {
  readonly suite: EvalSuite
  readonly spentUsd: number | null
  readonly failuresInARow: number
  readonly signal: AbortSignal | undefined
}

const whyStop = ({ suite: { mostCostUsd }, spentUsd, failuresInARow, signal }: State): Stopped => {
  if (signal?.aborted) return 'It was stopped from outside.'
  if (failuresInARow >= mostFailuresInARow)
    return `${failuresInARow} questions in a row failed; the first failing row says why. When that is mended, "--fresh" begins anew.`
  if (mostCostUsd === null) return null
  if (spentUsd === null) return 'There is a limit of money and a model whose price is not known. Say it with ANSWERABLE_PRICES, or leave out "limits".'
  return spentUsd >= mostCostUsd ? `The limit of $${mostCostUsd} is spent ($${spentUsd.toFixed(4)}).` : null
}

/** Null when it was stopped on the way. A row that cannot be kept fails the run. */
const askPlanned = async (planned: Planned, parts: RunParts, firstRows: FirstRows, signal: AbortSignal): Promise<CaseRow | null> => {
  const row = await comparedRow(planned, parts, firstRows, signal).catch((error: unknown) => {
    if (signal.aborted) return null
    throw error
  })
  if (row !== null) await parts.save(row)
  return row
}

/** The first variant's answer was asked for before, so that nobody waits for who waits for them. */
const comparedRow = async (planned: Planned, parts: RunParts, firstRows: FirstRows, signal: AbortSignal): Promise<CaseRow> => {
  const row = await rowOf(planned, parts, signal)
  if (planned.isFirst || !parts.judges.some(isPairJudge)) return row
  const first = await firstRows.get(keyOfPlanned(planned))
  // It was stopped, and a row without its comparison would never get one.
  if (!first) throw signal.reason
  return compareAnswers(planned.case, row, first, parts, signal)
}

const rowOf = async (planned: Planned, parts: RunParts, signal: AbortSignal): Promise<CaseRow> => {
  const started = parts.clock()
  const basics = { caseId: planned.case.id, variant: planned.variant.name, repeat: planned.repeat, tags: planned.case.tags, origin: planned.case.origin }
  const asked = await ask(planned, parts, signal)
  if ('failure' in asked) {
    return {
      ...basics,
      ...nothing,
      model: planned.variant.model ?? '',
      failure: asked.failure,
      scores: { ...failedScores(planned.case), ...failedJudgements(planned.case, parts.judges) },
      faults: [asked.failure],
      costUsd: asked.mayBeBilled ? (parts.mostCosts.get(planned.variant.name) ?? null) : 0,
      latencyMs: parts.clock() - started,
    }
  }
  const { answer, firstTokenMs, latencyMs } = asked
  const checked = checkAnswer({ case: planned.case, answer, ...(await readForChecks(planned.case, answer, parts)) })
  const judged = await judgeAnswer(planned.case, answer, parts.judges, signal)
  return {
    ...basics,
    traceId: answer.traceId,
    outcome: answer.abstained ? 'abstained' : 'answered',
    abstained: answer.abstained?.reason ?? null,
    failure: null,
    model: answer.model,
    confidence: answer.confidence,
    scores: { ...checked.scores, ...judged.scores },
    faults: [...checked.faults, ...judged.faults],
    judgements: judged.judgements,
    latencyMs,
    firstTokenMs,
    inputTokens: answer.usage.inputTokens,
    outputTokens: answer.usage.outputTokens,
    costUsd: answer.usage.costUsd,
  }
}

const nothing = {
  traceId: null,
  outcome: 'failed',
  abstained: null,
  confidence: null,
  judgements: [],
  firstTokenMs: null,
  inputTokens: 0,
  outputTokens: 0,
} as const

type Asked =
  | { readonly answer: Answer; readonly latencyMs: number; readonly firstTokenMs: number | null }
  | { readonly failure: string; readonly mayBeBilled: boolean }

const ask = async ({ case: it, variant, collection }: Planned, { askers, clock }: RunParts, signal: AbortSignal): Promise<Asked> => {
  const started = clock()
  let firstTokenMs: number | null = null
  try {
    const question = { text: it.question, collection, ...usualSize, history: it.history, responseSchema: it.responseSchema }
    const answer = await drain(
      asCustomer(it, collection, () => askers.get(variant.name)!(question, signal)),
      (event) => {
        if (event.type === 'delta') firstTokenMs ??= clock() - started
      },
    )
    return { answer, latencyMs: clock() - started, firstTokenMs: answer.abstained ? null : firstTokenMs }
  } catch (error) {
    if (signal.aborted) throw error
    if (!isAppError(error)) return { failure: `Something went wrong inside: ${(error as Error).message}`, mayBeBilled: true }
    return { failure: error.message, mayBeBilled: billedFailures.has(error.code) }
  }
}

/** As if a key of the customer's had asked: who runs an evaluation may read all of it anyway. */
const asCustomer = ({ customer }: EvalCase, collection: string, make: () => ReturnType<AnswerQuestion>): ReturnType<AnswerQuestion> =>
  customer === undefined
    ? make()
    : generateWithin({ caller: { ...currentCall().caller, scope: 'ask', collections: [collection], customer: { id: customer, by: 'key' } } }, make)

// Others were refused before a model was at work.
const billedFailures = new Set<string>(['upstream', 'upstream_timeout', 'internal'])

const readForChecks = async ({ responseSchema }: EvalCase, { citations, data }: Answer, { textOf, dataFaults }: RunParts) => {
  const texts = new Map<string, string | null>()
  for (const { documentId, version, record } of citations) {
    if (record) continue
    const key = `${documentId} ${version}`
    if (!texts.has(key)) texts.set(key, await textOf(documentId, version))
  }
  return {
    textOf: (documentId: string, version: string) => texts.get(`${documentId} ${version}`) ?? null,
    dataFaults: responseSchema === null || data === null ? null : await dataFaults(responseSchema, data),
  }
}
