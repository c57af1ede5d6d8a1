import { classOf, digit, letter, skip, space } from './read-bytes.ts'

const beginsWith = (word: string): ((bytes: Uint8Array, at: number) => boolean) => {
  const letters = [...word].map((character) => character.charCodeAt(0))
  return (bytes, at) => letters.every((byte, index) => bytes[at + index] === byte)
}
const traceback = beginsWith('Traceback (most recent call last)')
const openings = ['at ', 'Caused by:', 'Suppressed:', '... ', 'File "', 'During handling of', 'The above exception', 'goroutine '].map(beginsWith)

/**
 * Whether a line without a header goes on with what the line before began: it is indented, belongs to a stack trace of Java, Node,
 * Go or Python, or names the exception that a trace is about. State is one flag: within a traceback of Python, whose end has no indent.
 */
export const continuations = () => {
  let isWithinTraceback = false
  return {
    header(): void {
      isWithinTraceback = false
    },
    isOne(bytes: Uint8Array, start: number, end: number): boolean {
      const at = skip(bytes, start, end, space)
      if (at === end) return false
      if (traceback(bytes, at)) return (isWithinTraceback = true)
      if (at > start || openings.some((is) => is(bytes, at))) return true
      if (isWithinTraceback) {
        isWithinTraceback = false
        return true
      }
      return isException(bytes, at, end)
    },
  }
}

/** `java.io.IOException: broken pipe`, `ValueError: 3`: a name that ends so and stands alone or before a colon. */
const isException = (bytes: Uint8Array, start: number, end: number): boolean => {
  let at = start
  while (at < end && (classOf[bytes[at]!]! >= letter || bytes[at] === 46 || bytes[at] === 36 || bytes[at] === 95)) at++
  if (at - start < 6 || (at < end && bytes[at] !== 58) || classOf[bytes[start]!] === digit) return false
  return exception(bytes, at - 9) || error(bytes, at - 5) || throwable(bytes, at - 9)
}
const exception = beginsWith('Exception')
const error = beginsWith('Error')
const throwable = beginsWith('Throwable')
