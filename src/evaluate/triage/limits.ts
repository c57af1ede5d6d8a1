import type { LiveQuestion } from '../../domain/live-quality.ts'

/** What is slow and what is dear, by model: each has a pace and a price of its own. */
export interface TriageLimits {
  slowMs(model: string): number
  dearUsd(model: string): number
}

// A fixed share (the slowest 5 %) would always find something; three times the usual is something that people feel.
const timesUsual = 3
const leastSlowMs = 2_000
/** Of fewer questions the usual is not known. */
const leastQuestions = 5

/** `slowMs` sets one limit for all models. */
export const limitsOf = (questions: readonly LiveQuestion[], slowMs: number | null = null): TriageLimits => {
  const usual = (model: string, read: (it: LiveQuestion) => number | null | undefined): number => {
    const values = questions.filter((it) => it.model === model).flatMap((it) => read(it) ?? [])
    return values.length < leastQuestions ? Infinity : median(values)
  }
  return {
    slowMs: (model) => slowMs ?? Math.max(leastSlowMs, timesUsual * usual(model, totalMs)),
    // What costs nothing is never dear.
    dearUsd: (model) => timesUsual * usual(model, costUsd) || Infinity,
  }
}

export const totalMs = ({ detail }: LiveQuestion): number | undefined => detail.timingsMs?.['total']
export const costUsd = ({ detail }: LiveQuestion): number | null | undefined => detail.usage?.costUsd

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
