import type { Turn } from '../api/ask.ts'
import type { Exchange } from '../ask/exchange.ts'
import { nearestParts } from '../ask/nearest-parts.ts'

/** Questions that belong together, oldest first. Kept by the browser, never by the server. */
export interface Conversation {
  readonly id: string
  /** As the person named it; else its first question is its name. */
  readonly name?: string
  /** Milliseconds since 1970, of the last question. */
  readonly updatedAt: number
  readonly exchanges: readonly Exchange[]
}

export const titleOf = ({ name, exchanges }: Conversation): string => name ?? exchanges[0]?.question ?? 'New conversation'

/** An empty name gives the first question back its place. */
export const renamed = (conversation: Conversation, newName: string): Conversation => {
  const { name: _former, ...nameless } = conversation
  const name = newName.trim()
  return name === '' || name === titleOf(nameless) ? nameless : { ...nameless, name }
}

export const withExchange = (conversation: Conversation, exchangeId: number, change: (it: Exchange) => Exchange): Conversation => ({
  ...conversation,
  exchanges: conversation.exchanges.map((it) => (it.id === exchangeId ? change(it) : it)),
})

// The server needs the last few turns to know what "it" is; more would only cost time.
const mostTurns = 6
const longestTurn = 2000

/** What a follow-up stands on: what was asked and answered before. What failed or was refused says nothing. */
export const historyOf = (exchanges: readonly Exchange[]): Turn[] =>
  exchanges
    .filter(({ phase, text, answer }) => phase === 'answered' && text !== '' && !answer?.abstained)
    .flatMap(({ question, text }): Turn[] => [
      { role: 'user', content: question.slice(0, longestTurn) },
      { role: 'assistant', content: text.slice(0, longestTurn) },
    ])
    .slice(-mostTurns)

/** As it is kept: without passages that the trace can tell, and nothing that was still on its way. */
export const forKeeping = (conversation: Conversation): Conversation => ({ ...conversation, exchanges: conversation.exchanges.map(exchangeForKeeping) })

const exchangeForKeeping = (exchange: Exchange): Exchange => ({
  ...exchange,
  phase: exchange.phase === 'asking' ? 'stopped' : exchange.phase,
  passages: exchange.answer?.abstained ? nearestParts(exchange.passages ?? [], exchange.question, exchange.answer.injections) : null,
})
