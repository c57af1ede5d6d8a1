/**
 * The terms that a misspelt one may stand for: those with the same first letter and the fewest slips between, none when no term is near.
 * A slip is a letter too many, too few, exchanged with its neighbour, or another one; in a short word another letter makes another word ("slack", "stack").
 */
export const nearTerms = (term: string, vocabulary: Iterable<string>): string[] => {
  let least: number = slipsAllowed(term)
  let found: string[] = []
  if (least === 0) return []
  for (const known of vocabulary) {
    if (known[0] !== term[0] || Math.abs(known.length - term.length) > least || !wordAlone.test(known)) continue
    const slips = slipsBetween(term, known, term.length < 7 ? 2 : 1)
    if (slips > least) continue
    if (slips < least) found = []
    least = slips
    found.push(known)
  }
  return found
}

/** Names, numbers and short words are taken as they are. */
export const slipsAllowed = (term: string): 0 | 1 | 2 => (!wordAlone.test(term) || term.length < 5 ? 0 : term.length < 8 ? 1 : 2)

const wordAlone = /^\p{L}+$/u

/** Optimal string alignment; `substitution` is what another letter costs. */
export const slipsBetween = (one: string, other: string, substitution: number): number => {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      let least = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : substitution))
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) least = Math.min(least, before[column - 2]! + 1)
      current.push(least)
    }
    before = last
    last = current
  }
  return last[other.length]!
}
