import type { Token } from '../reading/tokens.ts'

/** Where claim and source part: `claim` stands in place of `source`, between words that both have. One of them may be empty. */
export interface Difference {
  readonly claim: readonly Token[]
  readonly source: readonly Token[]
}

/** The differences between two sentences when they are laid side by side so that most of the words that matter meet. */
export const differences = (claim: readonly Token[], source: readonly Token[]): Difference[] => {
  const steps = align(claim, source)
  const found: Difference[] = []
  let [from, against] = [0, 0]
  for (const [at, other] of [...steps, [claim.length, source.length] as const]) {
    if (at > from || other > against) found.push({ claim: claim.slice(from, at), source: source.slice(against, other) })
    ;[from, against] = [at + 1, other + 1]
  }
  return found
}

/** How many times one or two words of the claim stand where the source has one or two others. Small words and words that merely moved do not count. */
export const exchangedWords = (claim: readonly Token[], source: readonly Token[], found: readonly Difference[]): number => {
  const [here, there] = [stemsOf(claim), stemsOf(source)]
  return found.filter((difference) => isTight(difference.claim, there) && isTight(difference.source, here)).length
}

const stemsOf = (tokens: readonly Token[]): Set<string> => new Set(tokens.map((token) => token.stem))

const isTight = (tokens: readonly Token[], others: ReadonlySet<string>): boolean => {
  const content = tokens.filter((token) => token.content && !others.has(token.stem))
  return tokens.length <= 3 && content.length > 0 && content.length <= 2
}

// A shared "of" must not outweigh a shared name.
const weightOf = (token: Token): number => (token.content ? 4 : 1)

/** Index pairs of the heaviest common subsequence. */
const align = (claim: readonly Token[], source: readonly Token[]): (readonly [number, number])[] => {
  const width = source.length + 1
  const best = new Uint16Array((claim.length + 1) * width)
  for (let at = claim.length - 1; at >= 0; at--) {
    for (let other = source.length - 1; other >= 0; other--) {
      const skip = Math.max(best[(at + 1) * width + other]!, best[at * width + other + 1]!)
      const meet = claim[at]!.stem === source[other]!.stem ? best[(at + 1) * width + other + 1]! + weightOf(claim[at]!) : 0
      best[at * width + other] = Math.max(skip, meet)
    }
  }
  const pairs: (readonly [number, number])[] = []
  for (let [at, other] = [0, 0]; at < claim.length && other < source.length;) {
    const here = best[at * width + other]!
    const meets = claim[at]!.stem === source[other]!.stem && here === best[(at + 1) * width + other + 1]! + weightOf(claim[at]!)
    if (meets) pairs.push([at++, other++])
    else if (here === best[(at + 1) * width + other]!) at++
    else other++
  }
  return pairs
}
