import type { Difference } from './alignment.ts'
import type { Facts } from '../reading/facts.ts'
import { isSameValue } from '../reading/numbers.ts'
import { areOpposite, isNegator } from '../reading/polarity.ts'
import type { Token } from '../reading/tokens.ts'

/**
 * Does the claim put another name, number, opposite or a negation where the source has its own? Looks at one sentence of the source
 * at a time, because the other name may well stand in the next one. `found`: where the two differ. In words, or null.
 */
export const substitution = (claim: Facts, source: Facts, found: readonly Difference[]): string | null => {
  const unmatched = new Set(found.flatMap((difference) => difference.claim.map((token) => token.stem)))
  for (const difference of found) {
    const reason = negated(difference) ?? exchanged(difference, claim, source, unmatched)
    if (reason) return reason
  }
  return null
}

// Longer exchanges are rewritten sentences, not exchanged facts.
const longest = 6
const shortest = 2

const negated = ({ claim, source }: Difference): string | null => {
  const [here, there] = [claim.filter(isNo), source.filter(isNo)]
  if (here.length === there.length) return null
  if (claim.length <= shortest && source.length <= shortest)
    return here.length > 0 ? `"${here[0]!.raw}" is not in the source` : `"${there[0]!.raw}" is left out`
  return null
}

const isNo = (token: Token): boolean => isNegator(token.raw)

const exchanged = ({ claim, source }: Difference, whole: Facts, from: Facts, unmatched: ReadonlySet<string>): string | null => {
  if (source.length === 0 || claim.length === 0 || claim.length > longest) return null
  for (const token of claim) for (const other of source) if (areOpposite(token.raw, other.raw)) return differs([token], [other])
  const near = source.length <= longest ? source : claim.length <= shortest ? source.slice(0, longest) : []
  const put = claim.filter((token) => isFact(token, whole))
  const lost = near.filter((token) => isFact(token, from) && !unmatched.has(token.stem))
  return put.length > 0 && lost.length > 0 && !saysTheSame(put, lost, whole, from) ? differs(put, lost) : null
}

const differs = (here: readonly Token[], there: readonly Token[]): string => `"${words(here)}" here, "${words(there)}" in the source`
const words = (tokens: readonly Token[]): string => tokens.map(({ raw }) => raw).join(' ')

const isFact = (token: Token, { names, offered, identifiers }: Facts): boolean =>
  names.includes(token) || /\d/.test(token.raw) || [...offered, ...identifiers].some((place) => overlap(place, token))

const overlap = (one: { start: number; end: number }, other: { start: number; end: number }): boolean => one.start < other.end && other.start < one.end

/** "2" and "two". */
const saysTheSame = (put: readonly Token[], lost: readonly Token[], whole: Facts, from: Facts): boolean => {
  const here = whole.offered.filter((one) => put.some((token) => overlap(one, token)))
  const there = from.offered.filter((one) => lost.some((token) => overlap(one, token)))
  return here.length > 0 && here.every((one) => there.some((other) => isSameValue(one, other)))
}
