import { stemsOf } from './content.ts'

/** How often one template came, and its words: a number is said of those words, or of nothing. */
export interface Counted {
  readonly counts: ReadonlySet<number>
  /** Null: of all of them together, whatever the words. */
  readonly stems: ReadonlySet<string> | null
}

/** What is known of the templates that a claim points at. */
export interface Known {
  readonly counted: readonly Counted[]
  /** In percent of all lines. */
  readonly shares: readonly number[]
  readonly lines: ReadonlySet<number>
  /** Texts in which the known times stand. */
  readonly times: readonly string[]
  /** Words of the templates, their example lines and values. */
  readonly texts: readonly string[]
}

/** Every number of the sentence is one that is known in that role: a line, a count, a share, a time, or a number that the log itself says. */
export const numbersHold = (sentence: string, known: Known): boolean => {
  // Digits of other scripts, fractions and circled numbers are read by people, and by nothing here.
  if (/[^\P{N}0-9]/u.test(sentence)) return false
  const text = sentence.replace(/(?<=\d),(?=\d{3}\b)/g, '')
  const said = known.texts.join('\n').toLowerCase()
  const { rest, hold } = timesHold(text, [...known.times, ...known.texts])
  if (!hold) return false
  // What hangs on a word ("web-2") is a part of its name.
  for (const match of rest.matchAll(/(?<![\w.]|\p{L}[\w.]{0,60}[-:/@])[-+]?\d[\w.:/-]*(?:\s?%)?/gu)) {
    const token = match[0].replace(/[.:/-]+$/, '')
    const around = [rest.slice(0, match.index), rest.slice(match.index + match[0].length)] as const
    if (!holds(token, around, known, said)) return false
  }
  return wordsHold(rest, known, said)
}

const holds = (token: string, [before, after]: readonly [string, string], known: Known, said: string): boolean => {
  if (token.endsWith('%'))
    return sharesHold(token, known.shares) || said.includes(token.toLowerCase()) || said.includes(token.toLowerCase().replace(/\s?%/, ' %'))
  const next = /^\s*(?<word>[a-z]+)/i.exec(after)?.groups?.word?.toLowerCase()
  if (!/^\d+$/.test(token)) return isIn(token.toLowerCase(), said)
  const number = Number(token)
  if (/\blines?\s(?:(?:number|no\.?)\s)?(?:\d+(?:,| and| to|-|–)\s?)*$/i.test(before)) return known.lines.has(number)
  if (next !== undefined && measures.has(next)) return isIn(`${token} ${next}`, said)
  // "45 times", "45 of": a count. Port 45 does not make "45 failures" true; "45 seconds" is right where the log says so.
  const isCount = isCounted(number, clauseOf(before, after), known)
  if (next !== undefined && !joints.has(next)) return isCount || isIn(`${token} ${next}`, said)
  return isCount || known.lines.has(number) || isIn(token, said)
}

/** Of a template that the same clause speaks of; a clause without words of its own may mean any. */
const isCounted = (number: number, clause: string, { counted }: Known): boolean => {
  const stems = stemsOf(clause)
  return counted.some((it) => it.counts.has(number) && (it.stems === null || stems.length === 0 || stems.some((stem) => it.stems!.has(stem))))
}

const clauseOf = (before: string, after: string): string => `${before.split(clauseEnd).at(-1)} ${after.split(clauseEnd)[0]}`
const clauseEnd = /[,;.:()]\s|\s(?:and|while|but|whereas)\s/

const joints = new Set(['and', 'or', 'to', 'at', 'on', 'in', 'from', 'with', 'is', 'was', 'are', 'were', 'has', 'had', 'by', 'for', 'failed', 'between'])

/** A count is no measure, even where its digits are right. */
const measures = new Set(
  'ns us ms s sec secs second seconds m min mins minute minutes h hour hours day days week weeks month months year years b byte bytes kb mb gb tb kib mib gib percent per thousand million billion dozen hundred'.split(
    ' ',
  ),
)

const sharesHold = (token: string, shares: readonly number[]): boolean => {
  const digits = token.replace(/\s?%$/, '')
  const tolerance = 0.5 / 10 ** (digits.split('.')[1]?.length ?? 0) + 1e-9
  return shares.some((share) => Math.abs(share - Number(digits)) <= tolerance)
}

const time = /(?:\b\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?|(?<![\w:.-])\d{1,2}:\d{2}(?::\d{2})?(?!\w))(?:\.\d+)?(?:Z|\s?UTC)?/g

/** A time may be said shorter than it is known, never otherwise. */
const timesHold = (text: string, known: readonly string[]): { rest: string; hold: boolean } => {
  let hold = true
  const rest = text.replace(time, (match) => {
    const bare = match.replace(/Z$|\s?UTC$/, '').replace('T', ' ')
    const starts = new RegExp(`(?<![\\d:])${bare.replaceAll('.', '\\.').replace(' ', '[ T]')}(?!\\d)`)
    if (!known.some((it) => starts.test(it))) hold = false
    return ' '
  })
  return { rest, hold }
}

const numberWords =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(' ')

const tens = '(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)(?:y|ies)(?:-\\w+)?'

// From two on: "one" and "once" are more often no numbers.
const spelled = new RegExp(
  `\\b(${[...numberWords.slice(2), 'twice', 'thrice', tens, 'dozens?', 'hundreds?', 'thousands?', 'millions?', 'billions?', 'half', 'halves', 'thirds?', 'quarters?', 'double[ds]?', 'tripled?'].join('|')})\\b`,
  'gi',
)

const magnitudes: Readonly<Record<string, readonly [least: number, below: number]>> = {
  dozen: [12, 13],
  dozens: [24, 240],
  hundreds: [200, 2_000],
  thousands: [2_000, 1_000_000],
  millions: [2_000_000, Infinity],
}

const wordsHold = (text: string, known: Known, said: string): boolean =>
  [...text.matchAll(spelled)].every(({ 0: word, index }) => {
    const clause = clauseOf(text.slice(0, index), text.slice(index + word.length))
    const lower = word.toLowerCase()
    if (isIn(lower, said)) return true
    const value = lower === 'twice' ? 2 : lower === 'thrice' ? 3 : numberWords.indexOf(lower)
    if (value > 0) return isCounted(value, clause, known)
    const range = magnitudes[lower]
    return range !== undefined && known.counted.some(({ counts }) => [...counts].some((count) => count >= range[0] && count < range[1]))
  })

/** As a word of its own, not as a part of a longer number or name. */
const isIn = (wanted: string, said: string): boolean => {
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(said[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(said[at + wanted.length] ?? ' ')) return true
  }
  return false
}
