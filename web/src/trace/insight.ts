import type { Trace } from '../api/types.ts'

/** A sentence with what spoke against it. */
export interface Doubt {
  readonly text: string
  readonly reasons: readonly string[]
}

/** What a trace tells beyond its answer. */
export interface Insight {
  /** The question as it was searched, where what was said before made it another. */
  readonly standalone: string | null
  /** Sentences that the answerer wrote and the sources do not support. */
  readonly leftOut: readonly Doubt[]
  /** Why sentences of the answer are supported in part only; `answerStart` is where each begins. */
  readonly doubts: readonly (Doubt & { readonly answerStart: number })[]
}

export const insightOf = ({ question, detail }: Trace): Insight => {
  const verdicts = detail.verdicts ?? []
  const standalone = detail.standaloneQuestion ?? null
  return {
    standalone: standalone?.trim() === question.trim() ? null : standalone,
    leftOut: verdicts.filter(({ verdict, text }) => verdict === 'unsupported' && /\p{L}/u.test(text)).map(({ text, reasons }) => ({ text, reasons })),
    doubts: verdicts
      .filter(({ verdict }) => verdict === 'partly')
      .flatMap(({ text, reasons, citations }) => citations.slice(0, 1).map(({ answerStart }) => ({ text, reasons, answerStart }))),
  }
}
