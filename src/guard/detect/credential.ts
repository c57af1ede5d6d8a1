import type { Detector } from '../../domain/guard.ts'
import { isPlaceholder } from './placeholder.ts'
import { matching } from './matching.ts'

// The name says that it is secret, so a short one counts too unless it is a word that stands for one.
const named = matching(
  'credential',
  /\b(?:[\w-]{0,40}(?:password|passwd|pwd|secret|token|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|auth[-_ ]?key|client[-_ ]?secret))["'`*]{0,3}\s{0,4}(?:=|:|\bis\b|=>)\s{0,4}["'`*]{0,3}(?<value>[^\s"'`,;<>|)\]}]{8,256})/iu,
  (value) => !isPlaceholder(value) && (mixes(value) >= 3 || (value.length >= 16 && isRandom(value))),
)

const bearer = matching('credential', /\b(?:Bearer|Basic)\s+(?<value>[A-Za-z\d+/=_.~-]{16,2000})/u, (value) => !isPlaceholder(value) && isRandom(value))

/** Passwords and tokens that have no form of their own: a name before them, or `Bearer`, and letters that no word has. */
export const credential: Detector = (text) => [...named(text), ...bearer(text)]

/** How many of: small letters, capitals, digits, other signs. */
const mixes = (value: string): number => [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d./_-]/].filter((kind) => kind.test(value)).length

// 3 bits a letter: hexadecimal keys of 32 digits have 3.5, English words below 3.
const leastBits = 3
const isRandom = (value: string): boolean => /\d/.test(value) && /[a-z]/i.test(value) && entropyBits(value) > leastBits

/** Shannon's, per character. */
const entropyBits = (value: string): number => {
  const counts = new Map<string, number>()
  for (const sign of value) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  return [...counts.values()].reduce((bits, count) => bits - (count / value.length) * Math.log2(count / value.length), 0)
}
