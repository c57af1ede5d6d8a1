import { useState } from 'preact/hooks'
import { isStop, sentenceOf } from './api/request.ts'

export interface Action {
  readonly isRunning: boolean
  /** The sentence to show; null again with the next try. */
  readonly failure: string | null
  readonly run: (work: () => Promise<void>) => Promise<void>
}

/** Something the person has started and waits for. */
export const useAction = (): Action => {
  const [isRunning, setRunning] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const run = async (work: () => Promise<void>): Promise<void> => {
    setRunning(true)
    setFailure(null)
    try {
      await work()
    } catch (error) {
      if (!isStop(error)) setFailure(sentenceOf(error))
    }
    setRunning(false)
  }
  return { isRunning, failure, run }
}
