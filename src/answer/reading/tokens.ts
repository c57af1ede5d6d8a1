import { stem } from '../../base/stem.ts'

/** A word, number or code-like name of a text, as the checks compare it. */
export interface Token {
  readonly raw: string
  readonly stem: string
  readonly start: number
  readonly end: number
  /** False for the small words that hold a sentence together. */
  readonly content: boolean
}

// Full stops, commas, hyphens, slashes … inside a word belong to it: 3.5, 1,000, e-mail, v1.2.3, a/b, snake_case, don't.
const word =
  /[$€£]?--?[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[.,'’_\-/:@+][\p{L}\p{N}\p{M}]+)*%?|[$€£]?[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*(?:[.,'’_\-/:@+][\p{L}\p{N}\p{M}_]+)*[%+#]?/gu

export const tokensOf = (plain: string, language = 'en'): Token[] => [...plain.matchAll(word)].flatMap(({ 0: raw, index }) => split(raw, index, language))

/** "read/write" and "client-side" are two words each when they are plain words; code keeps its punctuation. Chinese and its like become pairs. */
const split = (raw: string, start: number, language: string): Token[] => {
  if (unspaced.test(raw)) return pairs(raw, start)
  if (!/^\p{L}+(?:[-/,:]\p{L}+)+$/u.test(raw)) return [token(raw, start, language)]
  return [...raw.matchAll(/\p{L}+/gu)].map((part) => token(part[0], start + part.index, language))
}

const token = (raw: string, start: number, language: string): Token => {
  const lower = raw
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/'s$/, '')
    .replace(/(?<=\d),(?=\d{3})/g, '')
  return { raw, stem: digitsOf.get(lower) ?? stems(lower, language), start, end: start + raw.length, content: isAcronym(raw) || !isFunctionWord(lower) }
}

const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

const pairs = (raw: string, start: number): Token[] => {
  const plain = (at: number, length: number): Token => {
    const piece = raw.slice(at, at + length)
    return { raw: piece, stem: piece, start: start + at, end: start + at + piece.length, content: true }
  }
  if (raw.length < 3) return [plain(0, raw.length)]
  return Array.from({ length: raw.length - 1 }, (_, at) => plain(at, 2))
}

// Words repeat: nearly all stems are found here. Emptied when full.
const known = new Map<string, string>()
const stems = (lower: string, language: string): string => {
  const key = `${language}:${lower}`
  let found = known.get(key)
  if (found === undefined) {
    if (known.size > 30_000) known.clear()
    known.set(key, (found = stem(lower, language)))
  }
  return found
}

/** "thirty" and "30" are one word. Not "one", which is mostly a pronoun. */
const digitsOf = new Map(
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, index) => [word, String(index + 2)] as const)
    .concat('thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, String((index + 3) * 10)] as const)),
)

/** The US, the IT department, and WHO are no pronouns. */
const isAcronym = (raw: string): boolean => /^\p{Lu}{2,}$/u.test(raw)

const functionWords = new Set(
  `a an the and or but if then so than as at by for from in into of on onto to with about above after again against all also am any are aren't be became because been
before being below between both can could did do does doing down during each either few further had has have having he her here hers herself him himself his how i
it its itself just may me might more most must my myself neither nor now of off once only other our ours ourselves out over own per same shall she should since some
such that that's the their theirs them themselves there these they this those through thus to too under until up upon us very via was we were what when where whether which while
who whom whose why will with within would yet you your yours yourself 's s t d ll m re ve is one ones like well however therefore moreover additionally furthermore
percent yes yeah yea yep ok okay oh lol hi hello sure indeed it's there's i'm you're we're they're i'll you'll we'll he's she's let's`.split(/\s+/),
)

export const isFunctionWord = (lower: string): boolean => functionWords.has(lower) || lower.endsWith("n't")
