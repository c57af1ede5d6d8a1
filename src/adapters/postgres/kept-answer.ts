import type { Answer, AnswerEvent } from '../../domain/answer.ts'
import type { KeptAnswer } from '../../domain/answer-cache.ts'

/** What the events share with the answer is written once: passages as a mark, citations by their place. */
type KeptEvent = AnswerEvent | { readonly type: 'passages' } | { readonly type: 'citation'; readonly index: number }

interface Written {
  readonly question: string
  readonly answer: Answer
  readonly events: readonly KeptEvent[]
}

export const writeKept = ({ question, answer, events }: KeptAnswer): string =>
  JSON.stringify({ question, answer, events: events.map((event) => shortened(event, answer)) } satisfies Written)

export const readKept = (json: string): KeptAnswer => {
  const { question, answer, events } = JSON.parse(json) as Written
  return { question, answer, events: events.map((event) => restored(event, answer)) }
}

const shortened = (event: AnswerEvent, { passages, citations }: Answer): KeptEvent => {
  if (event.type === 'passages' && event.passages === passages) return { type: 'passages' }
  if (event.type !== 'citation') return event
  const index = citations.indexOf(event.citation)
  return index < 0 ? event : { type: 'citation', index }
}

const restored = (event: KeptEvent, { passages, citations }: Answer): AnswerEvent => {
  if (event.type === 'passages') return 'passages' in event ? event : { type: 'passages', passages }
  if (event.type === 'citation') return 'citation' in event ? event : { type: 'citation', citation: citations[event.index]! }
  return event
}
