import { datesOf, type DateMention } from './dates.ts'
import { identifiersOf, type Identifier } from './identifiers.ts'
import { namesOf } from './names.ts'
import { quantitiesOf, type Quantity } from './numbers.ts'
import { tokensOf, type Token } from './tokens.ts'

/** What a sentence states that its source must hold word for word, beside its words. */
export interface Facts {
  readonly plain: string
  readonly tokens: readonly Token[]
  readonly names: readonly Token[]
  /** Those that are no part of a date or an identifier. */
  readonly quantities: readonly Quantity[]
  /** Every number, also the days and years of dates: what a source offers. */
  readonly offered: readonly Quantity[]
  readonly dates: readonly DateMention[]
  readonly identifiers: readonly Identifier[]
}

/** `raw` still has its backticks. */
export const factsOf = (plain: string, raw: string, language: string, isKnownSmall: (stem: string) => boolean = () => false): Facts => {
  const tokens = tokensOf(plain, language)
  const dates = datesOf(plain)
  const identifiers = identifiersOf(plain, raw)
  const quantities = quantitiesOf(plain)
  const isTaken = (one: { start: number; end: number }): boolean => [...dates, ...identifiers].some((other) => one.start < other.end && other.start < one.end)
  return {
    plain,
    tokens,
    dates,
    identifiers,
    offered: [...quantities, ...dates.flatMap(asQuantities)],
    quantities: quantities.filter((one) => !isTaken(one)),
    names: namesOf(plain, tokens, isKnownSmall).filter((token) => !isTaken(token)),
  }
}

/** The facts of sentences that follow each other. Offsets are no longer those of `plain`. */
export const joinFacts = (parts: readonly Facts[]): Facts =>
  parts.length === 1
    ? parts[0]!
    : {
        plain: parts.map((part) => part.plain).join('\n'),
        tokens: parts.flatMap((part) => part.tokens),
        names: parts.flatMap((part) => part.names),
        quantities: parts.flatMap((part) => part.quantities),
        offered: parts.flatMap((part) => part.offered),
        dates: parts.flatMap((part) => part.dates),
        identifiers: parts.flatMap((part) => part.identifiers),
      }

const asQuantities = ({ year, day, start, end }: DateMention): Quantity[] =>
  [year, day].flatMap((value) => (value === null ? [] : [{ value, unit: '', text: String(value), start, end }]))
