import type { Token } from '../reading/tokens.ts'

/** How closely a span holds what a claim says; each 0…1 unless told. The names are those of `verifier-weights.json`. */
export interface Features {
  /** Weighted share of the claim's content words that stand in the span. */
  readonly coverage: number
  /** The same over pairs of neighbouring content words. */
  readonly pairs: number
  /** Longest run of the claim's words that stands in the span without a gap, as a share of the claim. */
  readonly run: number
  /** Share of the matched words that stand in the same order. */
  readonly order: number
  /** Longest row of content words in the claim that are missing, out of 5 at most: a clause that somebody added. */
  readonly gap: number
  /** Places where one or two words stand for one or two others, out of 3 at most: a paraphrase, or a lie. */
  readonly exchanged: number
  /** Content words of the claim that are missing, out of 10 at most. */
  readonly missing: number
}

export type Weigh = (stem: string) => number

/** `context`: words of title and headings count as said. `exchanges`: see `exchangedWords`. */
export const featuresOf = (claim: readonly Token[], span: readonly Token[], context: ReadonlySet<string>, weigh: Weigh, exchanges: number): Features => {
  const wanted = claim.filter((token) => token.content)
  const given = span.filter((token) => token.content)
  const places = new Map<string, number[]>()
  given.forEach((token, index) => places.set(token.stem, [...(places.get(token.stem) ?? []), index]))
  const matched = wanted.filter((token) => places.has(token.stem))
  const held = wanted.filter((token) => places.has(token.stem) || context.has(token.stem))
  const total = sum(wanted, weigh)
  return {
    coverage: total === 0 ? 0 : sum(held, weigh) / total,
    pairs: sharePairs(wanted, given),
    run: longestRun(claim, span) / Math.max(1, claim.length),
    order: matched.length < 2 ? 1 : longestRising(matched.map((token) => places.get(token.stem)!)) / matched.length,
    gap:
      Math.min(
        5,
        longestGap(wanted, (token) => places.has(token.stem) || context.has(token.stem)),
      ) / 5,
    exchanged: Math.min(3, exchanges) / 3,
    missing: Math.min(10, wanted.length - held.length) / 10,
  }
}

const sum = (tokens: readonly Token[], weigh: Weigh): number => tokens.reduce((total, token) => total + weigh(token.stem), 0)

const pairsOf = (tokens: readonly Token[]): string[] => tokens.slice(1).map((token, index) => `${tokens[index]!.stem} ${token.stem}`)

const sharePairs = (wanted: readonly Token[], given: readonly Token[]): number => {
  const pairs = pairsOf(wanted)
  if (pairs.length === 0) return 1
  const held = new Set(pairsOf(given))
  return pairs.filter((pair) => held.has(pair)).length / pairs.length
}

const longestRun = (claim: readonly Token[], span: readonly Token[]): number => {
  let best = 0
  let row = new Uint16Array(span.length + 1)
  for (const token of claim) {
    const next = new Uint16Array(span.length + 1)
    span.forEach((other, index) => {
      if (other.stem === token.stem) best = Math.max(best, (next[index + 1] = row[index]! + 1))
    })
    row = next
  }
  return best
}

const longestGap = (wanted: readonly Token[], isHeld: (token: Token) => boolean): number => {
  let longest = 0
  let length = 0
  for (const token of wanted) longest = Math.max(longest, (length = isHeld(token) ? 0 : length + 1))
  return longest
}

/** Longest chain that takes at most one place of each word and only moves forward. */
const longestRising = (choices: readonly (readonly number[])[]): number => {
  const tails: number[] = []
  for (const places of choices) {
    // Largest first, so that two places of one word never follow each other.
    for (const place of places.toSorted((one, other) => other - one)) {
      const at = tails.findIndex((tail) => tail >= place)
      if (at < 0) tails.push(place)
      else tails[at] = place
    }
  }
  return Math.min(tails.length, choices.length)
}
