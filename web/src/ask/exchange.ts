import type { AskEvent } from '../api/ask.ts'
import type { Answer, Citation, Passage } from '../api/types.ts'

/** One question and what came of it so far. */
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
