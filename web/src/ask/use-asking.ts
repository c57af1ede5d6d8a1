import { useCallback, useRef, useState } from 'preact/hooks'
import { askQuestion } from '../api/ask.ts'
import { isStop, sentenceOf } from '../api/request.ts'
import { newExchange, withEvent, type Exchange } from './exchange.ts'

export interface Asking {
  /** Newest first. */
  readonly exchanges: readonly Exchange[]
  readonly ask: (question: string, collection: string) => Promise<void>
  /** Closes the connection, which stops the work on the server. What was verified so far stays. */
  readonly stop: () => void
}

export const useAsking = (): Asking => {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([])
  const running = useRef<AbortController | null>(null)
  const lastId = useRef(0)

  const ask = useCallback(async (question: string, collection: string) => {
    const id = ++lastId.current
    const change = (next: (it: Exchange) => Exchange): void => setExchanges((all) => all.map((it) => (it.id === id ? next(it) : it)))
    running.current?.abort()
    const { signal } = (running.current = new AbortController())
    setExchanges((all) => [newExchange(id, question, collection), ...all])
    try {
      for await (const event of askQuestion(question, collection, signal)) change((it) => withEvent(it, event))
    } catch (error) {
      change((it) => (isStop(error) ? { ...it, phase: 'stopped' } : { ...it, phase: 'failed', failure: sentenceOf(error) }))
    }
  }, [])

  const stop = useCallback(() => running.current?.abort(), [])
  return { exchanges, ask, stop }
}
