/** Progress on stderr: one line that is redrawn on a terminal, a plain line now and then otherwise. */
import type { z } from 'zod'
import type { progressSchema } from '../../operations/schemas.ts'

export type Progress = z.output<typeof progressSchema>

/** Work that is counted in steps of its own, like the cases of an evaluation. */
export interface Steps {
  readonly done: number
  readonly total: number | null
  /** What is counted: `cases`, `questions`. */
  readonly unit: string
  /** Where it is, or what it has cost so far. */
  readonly note?: string | undefined
}

export interface ProgressLine {
  update(progress: Progress): void
  steps(steps: Steps): void
  line(text: string): void
  /** Leaves the terminal as a new line. */
  end(): void
}

const barWidth = 24
const plainEveryMs = 5000
const redrawEveryMs = 80

export const progressLine = (stream: NodeJS.WriteStream, label: string): ProgressLine => {
  let lastMs = 0
  let isDrawn = false
  const clear = (): void => {
    if (isDrawn) stream.write('\r\u001b[2K')
    isDrawn = false
  }
  const show = (counted: Counted, text: string, where: string, isLast: boolean): void => {
    const now = Date.now()
    if (now - lastMs < (stream.isTTY ? redrawEveryMs : plainEveryMs) && !(isLast && stream.isTTY)) return
    lastMs = now
    // A listing that has just begun says nothing in a log.
    if (!stream.isTTY && (counted.total === null || counted.done === 0)) return
    if (!stream.isTTY) return void stream.write(`${label}: ${text}\n`)
    clear()
    stream.write(`${label} ${bar(counted)} ${text}${where && `  ${where}`}`.slice(0, (stream.columns || 80) - 1))
    isDrawn = true
  }
  return {
    update: (progress) => {
      const isLast = progress.total !== null && progress.done >= progress.total && progress.pending_embeddings === 0
      show(progress, counts(progress), progress.current ?? '', isLast)
    },
    steps: (steps) => show(steps, `${steps.done}/${steps.total ?? '?'} ${steps.unit}`, steps.note ?? '', steps.done === steps.total),
    line: (text) => {
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}

type Counted = Pick<Steps, 'done' | 'total'>

const bar = ({ done, total }: Counted): string => {
  if (!total) return '░'.repeat(barWidth)
  const full = Math.round((Math.min(done, total) / total) * barWidth)
  return '█'.repeat(full) + '░'.repeat(barWidth - full)
}

const counts = ({ done, total, added, changed, failed, pending_embeddings }: Progress): string =>
  `${done}/${total ?? '?'} files` +
  (added ? `, ${added} added` : '') +
  (changed ? `, ${changed} changed` : '') +
  (failed.length ? `, ${failed.length} failed` : '') +
  (pending_embeddings ? `, ${pending_embeddings} chunks to embed` : '')
