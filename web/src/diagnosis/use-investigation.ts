import { useEffect, useRef, useState } from 'preact/hooks'
import { investigate, type Investigation, type Observation } from '../api/investigations.ts'
import { isStop, sentenceOf } from '../api/request.ts'

export interface Investigating {
  readonly isRunning: boolean
  readonly stage: string | null
  readonly looks: readonly Observation[]
  readonly investigation: Investigation | null
  readonly failure: string | null
  start(question: string, incident?: string): void
  stop(): void
}

/** One investigation at a time; leaving the page stops it. */
export const useInvestigation = (onEnd: () => void = () => {}): Investigating => {
  const [state, setState] = useState(idle)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const start = (question: string, incident?: string): void => {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const change = (part: Partial<typeof idle>): void => void (running.current === stop && setState((before) => ({ ...before, ...part })))
    setState({ ...idle, isRunning: true })
    const run = async (): Promise<void> => {
      for await (const step of investigate({ question, ...(incident && { incident }) }, stop.signal)) {
        if (step.type === 'stage') change({ stage: step.stage })
        else if (step.type === 'done') change({ investigation: step.investigation })
        else if (running.current === stop) setState((before) => ({ ...before, looks: [...before.looks, step.observation] }))
      }
    }
    run()
      .catch((error: unknown) => void (isStop(error) || change({ failure: sentenceOf(error) })))
      .finally(() => {
        change({ isRunning: false })
        onEnd()
      })
  }
  return { ...state, start, stop: () => running.current?.abort() }
}

const idle = {
  isRunning: false,
  stage: null as string | null,
  looks: [] as readonly Observation[],
  investigation: null as Investigation | null,
  failure: null as string | null,
}
