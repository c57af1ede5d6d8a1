import type { Header } from './header.ts'

/** One line as it was taken apart. Reused from line to line. */
export interface LineParts {
  bytes: Uint8Array
  start: number
  end: number
  /** The bytes are not those of the log at hand, which `keep` is called with. */
  isCopied: boolean
  header: Header
  /** NaN where there is none, not even of a line before. */
  at: number
  isContinuation: boolean
  /** Where the message is: in the line itself, or in bytes made of it. */
  message: Uint8Array
  messageStart: number
  messageEnd: number
  component: Uint8Array
  componentStart: number
  componentEnd: number
  /** Read and given a kind, but counted nowhere. */
  isSkipped: boolean
}
