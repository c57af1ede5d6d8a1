import type { AskEvent } from '../api/ask.ts'
import type { Feedback } from '../api/feedback.ts'
import type { Answer, Citation, Passage } from '../api/types.ts'
import type { Insight } from '../trace/insight.ts'

/** One question and what came of it so far. Plain JSON: the browser keeps it. */
export interface Exchange {
  readonly id: number
  readonly question: string
  readonly collection: string
  readonly phase: 'asking' | 'answered' | 'stopped' | 'failed'
  readonly passages: readonly Passage[] | null
  /** Verified text; grows sentence by sentence. */
  readonly text: string
  readonly citations: readonly Citation[]
  /** The whole answer, once it is there. */
  readonly answer: Answer | null
  /** What the trace tells beyond the answer; null until it was read. */
  readonly insight: Insight | null
  /** What the person said of it. */
  readonly feedback: Feedback | null
  /** Questions that might come next. */
  readonly suggestions: readonly string[]
  /** Why it failed, for the person. */
  readonly failure: string | null
}

export const newExchange = (id: number, question: string, collection: string): Exchange => ({
  id,
  question,
  collection,
  phase: 'asking',
  passages: null,
  text: '',
  citations: [],
  answer: null,
  insight: null,
  feedback: null,
  suggestions: [],
  failure: null,
})

export const withEvent = (exchange: Exchange, event: AskEvent): Exchange => {
  switch (event.type) {
    case 'passages':
      return { ...exchange, passages: event.passages }
    case 'delta':
      return { ...exchange, text: exchange.text + event.text }
    case 'citation':
      return { ...exchange, citations: [...exchange.citations, event.citation] }
    case 'done':
      return { ...exchange, phase: 'answered', answer: event.answer, text: event.answer.answer, citations: event.answer.citations }
  }
}
