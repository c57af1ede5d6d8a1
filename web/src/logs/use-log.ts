import { useRef, useState } from 'preact/hooks'
import { readLog, type LogReport } from '../api/logs.ts'
import { isStop, sentenceOf } from '../api/request.ts'
import { compressed } from './compressed.ts'

export type LogState =
  | { readonly stage: 'empty' }
  | { readonly stage: 'packing' | 'sending' | 'reading'; readonly file: File; readonly share: number | null; readonly lines: number }
  | { readonly stage: 'failed'; readonly file: File; readonly sentence: string }
  /** `isWriting`: the figures are there, and the model has not finished. */
  | { readonly stage: 'read'; readonly file: File; readonly report: LogReport; readonly isWriting: boolean }

export interface LogReading {
  readonly state: LogState
  readonly read: (file: File, older: File | null, useModel: boolean) => void
  readonly stop: () => void
}

/** One log at a time; a new one takes the place of the last. */
export const useLog = (): LogReading => {
  const [state, setState] = useState<LogState>({ stage: 'empty' })
  const running = useRef<AbortController | null>(null)
  const read = (file: File, older: File | null, useModel: boolean): void => {
    running.current?.abort()
    const work = new AbortController()
    running.current = work
    const show = (next: LogState): void => {
      if (!work.signal.aborted) setState(next)
    }
    show({ stage: 'packing', file, share: null, lines: 0 })
    const send = async (): Promise<void> => {
      const [log, before] = [await compressed(file), older && (await compressed(older))]
      await readLog(
        { log, older: before, useModel },
        (event) => {
          if (event.type === 'sent') show({ stage: event.share < 1 ? 'sending' : 'reading', file, share: event.share < 1 ? event.share : null, lines: 0 })
          else if (event.type === 'read') show({ stage: 'reading', file, share: null, lines: event.lines })
          else show({ stage: 'read', file, report: event.report, isWriting: event.type === 'report' })
        },
        work.signal,
      )
    }
    send().catch((error: unknown) => {
      if (!isStop(error)) show({ stage: 'failed', file, sentence: sentenceOf(error) })
    })
  }
  const stop = (): void => {
    running.current?.abort()
    setState((now) => (now.stage === 'read' ? { ...now, isWriting: false } : { stage: 'empty' }))
  }
  return { state, read, stop }
}
