import { mapLimited } from '../../base/async.ts'
import type { Judge, Judgement, Labelled, PairJudgement } from '../../domain/judgement.ts'

/** A labelled item with the judgements of it, oldest first; the first one counts, the others tell how steady the judge is. */
export interface JudgedLabelled {
  readonly labelled: Labelled
  readonly judgements: readonly (Judgement | PairJudgement)[]
}

export interface JudgingOptions {
  /** Times that each item is judged. */
  readonly repeat: number
  /** Items under way at once. */
  readonly parallel: number
  readonly mostCostUsd: number | null
  readonly onJudged?: (done: number, spent: Spent) => void
  readonly signal?: AbortSignal | undefined
}

export interface Spent {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** Null when the price of a call is not known. */
  readonly costUsd: number | null
}

export interface Judged {
  /** Whole items only, in the order given. */
  readonly items: readonly JudgedLabelled[]
  readonly spent: Spent
  /** Why it ended before the last item; null when it did not. */
  readonly stopped: string | null
}

/** Judges all items, or as many as the money allows: what is under way when the limit is reached is still paid for. The signal ends it with what there is. */
export const judgeLabelled = async (judge: Judge, labelled: readonly Labelled[], options: JudgingOptions): Promise<Judged> => {
  const { repeat, parallel, mostCostUsd, onJudged, signal } = options
  let spent: Spent = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 }
  let stopped: string | null = null
  let done = 0
  let hadOne = false

  const ask = async (one: Labelled): Promise<Judgement | PairJudgement | null> => {
    stopped ??= limitReached(judge.id, spent, mostCostUsd) ?? (hadOne || spent.calls < mostFailures ? null : neverAnswered)
    if (stopped !== null) return null
    const judgement = await (one.kind === 'single' ? judge.judge(one.item, signal) : judge.compare(one.item, signal)).catch((error: unknown) => {
      if (!signal?.aborted) throw error
      stopped = 'It was stopped.'
      return null
    })
    if (judgement === null) return null
    spent = added(spent, judgement)
    hadOne ||= judgement.failure === null
    return judgement
  }

  const judgeOne = async (one: Labelled): Promise<JudgedLabelled | null> => {
    const judgements: (Judgement | PairJudgement)[] = []
    for (let time = 0; time < repeat; time++) {
      const judgement = await ask(one)
      if (judgement === null) return null
      judgements.push(judgement)
    }
    onJudged?.(++done, spent)
    return { labelled: one, judgements }
  }

  // The first one alone: it tells what a judgement costs.
  const items = [...(await mapLimited(labelled.slice(0, 1), 1, judgeOne)), ...(await mapLimited(labelled.slice(1), parallel, judgeOne))]
  return { items: items.filter((it) => it !== null), spent, stopped }
}

/** Judgements that fail before the first good one, until it is plain that the judge does not work. */
const mostFailures = 20
const neverAnswered = `The first ${mostFailures} judgements all failed.`

const limitReached = (judge: string, { costUsd }: Spent, mostCostUsd: number | null): string | null => {
  if (mostCostUsd === null) return null
  if (costUsd === null) return `The price of ${judge} is not known, so no limit can be kept. Set it in ANSWERABLE_PRICES, or set no limit.`
  return costUsd >= mostCostUsd ? `The limit of $${mostCostUsd} is reached.` : null
}

const added = (spent: Spent, { inputTokens, outputTokens, costUsd }: Judgement | PairJudgement): Spent => ({
  calls: spent.calls + 1,
  inputTokens: spent.inputTokens + inputTokens,
  outputTokens: spent.outputTokens + outputTokens,
  costUsd: spent.costUsd === null || costUsd === null ? null : spent.costUsd + costUsd,
})
