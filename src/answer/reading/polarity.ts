import type { Token } from './tokens.ts'

/** What a sentence says no to: a negation and the words it bears on. */
const negators = new Set(
  `not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't aren't wasn't weren't shouldn't couldn't wouldn't hasn't haven't
hadn't mustn't needn't n't hardly unable lack lacks lacked fails fail failed refused refuse refuses prohibits prohibited forbidden nowhere nein nicht kein keine no nunca sin jamás`.split(
    /\s+/,
  ),
)

const affixed = /^(?:un|in|im|il|ir|dis|non-?)(?=\p{L}{4,})/u

/** Opposites whose exchange turns a statement round. */
const opposites: readonly (readonly [string, string])[] =
  `increase decrease|increased decreased|increases decreases|increasing decreasing|before after|more less|more fewer|most least|higher lower|highest lowest
largest smallest|larger smaller|greater lesser|greater smaller|best worst|better worse|always never|all none|everyone nobody|enable disable|enabled disabled|enables disables|allow deny|allowed denied|allows denies|allow forbid
allowed forbidden|allowed prohibited|include exclude|included excluded|includes excludes|including excluding|accept reject|accepted rejected|accepts rejects|win lose|won lost|wins loses|rise fall|rose fell|first last|early late|earlier later|earliest latest|true false
north south|northern southern|east west|eastern western|left right|up down|above below|top bottom|inside outside|internal external|open closed|opened closed|begin end|began ended|start stop|started stopped
minimum maximum|min max|public private|old new|older newer|oldest newest|positive negative|support oppose|supported opposed|success failure|succeed fail|succeeded failed|required optional|mandatory optional
male female|men women|man woman|father mother|son daughter|brother sister|husband wife|import export|buy sell|bought sold|upper lower|major minor|majority minority|add remove|added removed|adds removes
create destroy|created destroyed|push pull|long short|longer shorter|longest shortest|fast slow|faster slower|hot cold|strong weak|stronger weaker|rich poor|wide narrow|high low|heavy light|easy difficult|easy hard
gain loss|profit loss|expand contract|approve reject|approved rejected|agree disagree|agreed disagreed|united divided|permanent temporary|synchronous asynchronous|safe unsafe|with without|same different|similar different|older younger|oldest youngest|beginning end|earlier later|front back|single multiple|local remote|direct indirect|encrypted unencrypted|known unknown|legal illegal|possible impossible|dependent independent|voluntary compulsory|peak trough|arrive depart|arrived departed|victory defeat|ally enemy|import export|input output|read write|superior inferior|ancient modern|urban rural|domestic foreign|guilty innocent|primary secondary|hardware software|client server|ascending descending|vertical horizontal|upstream downstream|morning evening|day night|summer winter|spring autumn|parent child`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(' ') as unknown as [string, string])

const oppositesOf = new Map<string, Set<string>>()
for (const [one, other] of opposites) {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    oppositesOf.set(from, (oppositesOf.get(from) ?? new Set()).add(to))
}

export const areOpposite = (one: string, other: string): boolean => oppositesOf.get(one.toLowerCase())?.has(other.toLowerCase()) ?? false

/** Why the claim and the span say opposite things, in words; null when nothing shows it. */
export const contradiction = (claim: readonly Token[], span: readonly Token[]): string | null => negationDiffers(claim, span) ?? opposed(claim, span)

/** A negated word of one that is stated plainly, and only plainly, in the other. */
const negationDiffers = (claim: readonly Token[], span: readonly Token[]): string | null => {
  const [inClaim, inSpan] = [readings(claim), readings(span)]
  for (const [stem, ways] of inClaim) {
    const others = inSpan.get(stem)
    if (!others || ways.plain > 0 === others.plain > 0 || ways.negated > 0 === others.negated > 0) continue
    return ways.negated > 0 ? `"${ways.word}" is negated here, not in the source` : `"${ways.word}" is negated in the source, not here`
  }
  return null
}

export const isNegator = (word: string): boolean => {
  const lower = word.toLowerCase().replaceAll('’', "'")
  return negators.has(lower) || lower.endsWith("n't")
}

interface Ways {
  word: string
  plain: number
  negated: number
}

const reach = 3

/** Each content word, and how often it stands within reach of a negation or outside. Two negations make a plain one. */
const readings = (tokens: readonly Token[]): Map<string, Ways> => {
  const ways = new Map<string, Ways>()
  const content: { stem: string; word: string; negations: number }[] = []
  let pending = 0
  let left = 0
  for (const token of tokens) {
    if (isNegator(token.raw)) {
      ;[pending, left] = [left > 0 ? pending + 1 : 1, reach]
      continue
    }
    if (!token.content) continue
    content.push({ stem: token.stem, word: token.raw, negations: left > 0 ? pending : 0 })
    left--
  }
  for (const { stem, word, negations } of content) {
    const one = ways.get(stem) ?? { word, plain: 0, negated: 0 }
    if (negations % 2 === 1) one.negated++
    else one.plain++
    ways.set(stem, one)
  }
  return ways
}

const opposed = (claim: readonly Token[], span: readonly Token[]): string | null => {
  const said = new Set(span.map((token) => token.raw.toLowerCase()))
  const claimed = new Set(claim.map((token) => token.raw.toLowerCase()))
  // "not available" and "unavailable" agree.
  const balanced = [...said].some(isNegator) === [...claimed].some(isNegator)
  for (const word of claimed) {
    if (said.has(word)) continue
    const opposite = [...(oppositesOf.get(word) ?? []), ...(balanced ? unprefixed(word) : [])].find((other) => said.has(other) && !claimed.has(other))
    if (opposite) return `"${word}" here, "${opposite}" in the source`
  }
  for (const word of said) {
    const bare = unprefixed(word)[0]
    if (balanced && bare && claimed.has(bare) && !claimed.has(word) && !said.has(bare)) return `"${bare}" here, "${word}" in the source`
  }
  return null
}

const unprefixed = (word: string): string[] => (affixed.test(word) ? [word.replace(affixed, '')] : [])
