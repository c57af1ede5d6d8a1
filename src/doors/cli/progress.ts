/** Progress on stderr: one line that is redrawn on a terminal, a plain line now and then otherwise. */
import type { z } from 'zod'
import type { progressSchema } from '../../operations/schemas.ts'

export type Progress = z.output<typeof progressSchema>

export interface ProgressLine {
  update(progress: Progress): void
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
  return {
    update: (progress) => {
      const now = Date.now()
      const isLast = progress.total !== null && progress.done >= progress.total && progress.pending_embeddings === 0
      if (now - lastMs < (stream.isTTY ? redrawEveryMs : plainEveryMs) && !(isLast && stream.isTTY)) return
      lastMs = now
      // A listing that has just begun says nothing in a log.
      if (!stream.isTTY && (progress.total === null || progress.done === 0)) return
      if (!stream.isTTY) return void stream.write(`${label}: ${counts(progress)}\n`)
      clear()
      stream.write(`${label} ${bar(progress)} ${counts(progress)}${progress.current ? `  ${progress.current}` : ''}`.slice(0, (stream.columns || 80) - 1))
      isDrawn = true
    },
    line: (text) => {
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}

const bar = ({ done, total }: Progress): string => {
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
