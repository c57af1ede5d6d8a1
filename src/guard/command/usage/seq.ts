/** seq: numbers without an end in sight fill a terminal, or the disk that its output goes to. */
import { misuseOf } from './misuse.ts'
import { operands, use } from './usage.ts'

const seq = use('-w -s:text -f:text --equal-width --separator:text', operands('number', 1, 3))
const mostLines = 1_000_000

export const judgeSeq = (args: readonly string[]): string | null => {
  const fault = misuseOf(seq, args)
  if (fault) return fault
  const numbers = args.map(Number)
  // The value of an option before them may look like one of them: each end of the list is counted.
  const isTooLong = [1, 2, 3].some((many) => linesOf(numbers.slice(-many)) > mostLines)
  return isTooLong ? `it would print more than ${mostLines} lines.` : null
}

/** Not a number where these are no numbers, which is not more than any. */
const linesOf = (numbers: readonly number[]): number => {
  const [first, step, last] = numbers.length === 1 ? [1, 1, numbers[0]!] : numbers.length === 2 ? [numbers[0]!, 1, numbers[1]!] : numbers
  return (last! - first!) / step!
}
