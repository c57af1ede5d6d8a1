import { useCallback, useRef } from 'preact/hooks'
import { askQuestion } from '../api/ask.ts'
import { isStop, sentenceOf } from '../api/request.ts'
import { getTrace } from '../api/trace.ts'
import { newExchange, withEvent, type Exchange } from '../ask/exchange.ts'
import { insightOf } from '../trace/insight.ts'
import { historyOf, withExchange, type Conversation } from './conversation.ts'
import type { Conversations } from './use-conversations.ts'

export interface Asking {
  /** Adds a question to a conversation (null: a new one) and returns the conversation's id. */
  readonly ask: (conversationId: string | null, question: string, collection: string) => string
  /** Asks in the place of an exchange; what came after it is dropped. */
  readonly askAgain: (conversationId: string, exchangeId: number, question: string) => void
  /** Closes the connection, which stops the work on the server. What was verified so far stays. */
  readonly stop: (conversationId: string) => void
  readonly change: (conversationId: string, exchangeId: number, change: (it: Exchange) => Exchange) => void
}

/** Runs questions, at most one in each conversation, wherever in the page the person goes meanwhile. */
/** @param explains whether traces may be read: what they tell is shown beside the answers */
export const useAsking = ({ find, put }: Conversations, explains = true): Asking => {
  const running = useRef(new Map<string, AbortController>())

  const change: Asking['change'] = useCallback(
    (conversationId, exchangeId, next) => {
      const conversation = find(conversationId)
      if (!conversation) return
      const changed = withExchange(conversation, exchangeId, next)
      put(
        changed,
        changed.exchanges.every(({ phase }) => phase !== 'asking'),
      )
    },
    [find, put],
  )

  const run = useCallback(
    async (before: Conversation, exchangeId: number, question: string, collection: string) => {
      const { id } = before
      running.current.get(id)?.abort()
      const controller = new AbortController()
      running.current.set(id, controller)
      const exchange = newExchange(exchangeId, question, collection)
      put({ ...before, updatedAt: Date.now(), exchanges: [...before.exchanges, exchange] }, true)
      // A run that another has replaced has nothing to say any more.
      const update = (next: (it: Exchange) => Exchange): void => {
        if (running.current.get(id) === controller) change(id, exchange.id, next)
      }
      try {
        for await (const event of askQuestion({ question, collection, history: historyOf(before.exchanges) }, controller.signal)) {
          update((it) => withEvent(it, event))
        }
        const traceId = find(id)?.exchanges.find((it) => it.id === exchange.id)?.answer?.trace_id
        // Nice to know, and no reason to complain when it cannot be had.
        if (traceId && explains)
          await getTrace(traceId).then(
            (trace) => update((it) => ({ ...it, insight: insightOf(trace) })),
            () => {},
          )
      } catch (error) {
        update((it) => (isStop(error) ? { ...it, phase: 'stopped' } : { ...it, phase: 'failed', failure: sentenceOf(error) }))
      } finally {
        if (running.current.get(id) === controller) running.current.delete(id)
      }
    },
    [find, put, change, explains],
  )

  const ask: Asking['ask'] = useCallback(
    (conversationId, question, collection) => {
      const before = (conversationId !== null && find(conversationId)) || { id: newId(), updatedAt: Date.now(), exchanges: [] }
      void run(before, nextId(before), question, collection)
      return before.id
    },
    [find, run],
  )

  const askAgain: Asking['askAgain'] = useCallback(
    (conversationId, exchangeId, question) => {
      const conversation = find(conversationId)
      const at = conversation?.exchanges.findIndex(({ id }) => id === exchangeId) ?? -1
      if (!conversation || at < 0) return
      void run({ ...conversation, exchanges: conversation.exchanges.slice(0, at) }, nextId(conversation), question, conversation.exchanges[at]!.collection)
    },
    [find, run],
  )

  const stop = useCallback((conversationId: string) => running.current.get(conversationId)?.abort(), [])
  return { ask, askAgain, stop, change }
}

/** Never one that was used in the conversation before: what is shown of an exchange goes with its id. */
const nextId = ({ exchanges }: Conversation): number => 1 + Math.max(0, ...exchanges.map(({ id }) => id))

/** Not `randomUUID`, which browsers give to https and localhost only. */
const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')
