import { standing, type Kind } from './kind.ts'
import { latin1 } from '../line/read-bytes.ts'

/** Keeps the last line of each kind: its place while the bytes are there, its text when they go. One copy then, however many lines there were. */
export interface LastLines {
  /** `isCopied`: these bytes are not those that `keep` will be called with. */
  see(kind: Kind, bytes: Uint8Array, start: number, end: number, isCopied: boolean): void
  /** To be called with the bytes that the places since the last call are of. */
  keep(bytes: Uint8Array): void
}

export const lastLines = (): LastLines => {
  let touched: Kind[] = []
  return {
    see(kind, bytes, start, end, isCopied) {
      if (isCopied) {
        kind.lastText = latin1(bytes, start, end)
        kind.lastEnd = -1
        return
      }
      if (kind.lastEnd < 0) touched.push(kind)
      kind.lastStart = start
      kind.lastEnd = end
    },
    keep(bytes) {
      for (const kind of touched) {
        if (kind.lastEnd < 0) continue
        // Another kind may have taken it in since.
        const into = standing(kind)
        if (into.lastLine === kind.lastLine) into.lastText = latin1(bytes, kind.lastStart, kind.lastEnd)
        kind.lastEnd = -1
      }
      touched = []
    },
  }
}
