/** Words of a question that nothing explains. */
import type { Seen } from './seen.ts'
import type { ValueMark } from './values.ts'

export const wordsLeft = ({ unknown, words, text }: Seen, values: readonly ValueMark[]): string =>
  unknown
    .filter(({ from, to }) => !values.some((value) => from < value.to && value.from < to))
    .map(({ from, to }) => text.slice(words[from]!.start, words[to - 1]!.end))
    .join(', ')
    .slice(0, 200)

export const unexplained = ({ unknown, words, asking }: Seen, values: readonly ValueMark[]): number =>
  unknown
    .filter(({ from }) => !asking.isContext(words[from]!.start))
    .reduce(
      (sum, { from, to }) =>
        sum +
        (to - from) -
        values.filter((value) => value.from < to && from < value.to).reduce((held, value) => held + (Math.min(to, value.to) - Math.max(from, value.from)), 0),
      0,
    )
