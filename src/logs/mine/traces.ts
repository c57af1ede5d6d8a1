import { standing, type Kind } from './kind.ts'
import { latin1 } from '../line/read-bytes.ts'

const mostLines = 20
const mostCharacters = 4_000

/** Joins lines that continue another to it: the first such passage of each kind is kept, in its beginning. */
export interface Traces {
  /** `isCopied`: these bytes may change before `keep` is called. */
  begin(kind: Kind, line: number, bytes: Uint8Array, start: number, end: number, isCopied: boolean): void
  goOn(bytes: Uint8Array, start: number, end: number): void
  /** To be called before the bytes of lines that began go away. */
  keep(): void
  end(): void
}

export const traces = (): Traces => {
  let head: Kind | null = null
  let line = 0
  // Of the line that may be continued: its place while the bytes are there, then its text.
  let source: Uint8Array = new Uint8Array()
  let from = -1
  let to = -1
  let text = ''
  let texts: string[] | null = null
  let room = 0

  const keep = (): void => {
    if (from >= 0) text = latin1(source, from, to)
    from = -1
  }
  const end = (): void => {
    if (head && texts) standing(head).trace ??= { line, text: texts.join('\n') }
    texts = null
  }
  return {
    begin(kind, number, bytes, start, stop, isCopied) {
      if (texts) end()
      head = kind
      line = number
      source = bytes
      from = start
      to = Math.min(stop, start + mostCharacters)
      if (isCopied) keep()
    },
    goOn(bytes, start, stop) {
      if (!head) return
      const kind = standing(head)
      kind.continuations++
      if (kind.trace) return
      if (!texts) {
        keep()
        texts = [text]
        room = mostCharacters - text.length
      }
      if (texts.length > mostLines || room <= 0) return
      texts.push(latin1(bytes, start, Math.min(stop, start + room)))
      room -= stop - start
    },
    keep,
    end,
  }
}
