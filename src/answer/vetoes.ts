import { datesOf, isDated } from './dates.ts'
import { identifiersOf, isNamed } from './identifiers.ts'
import { namesOf } from './names.ts'
import { isStated, quantitiesOf } from './numbers.ts'
import { contradiction } from './polarity.ts'
import { tokensOf, type Token } from './tokens.ts'

export interface Veto {
  readonly kind: 'number' | 'date' | 'name' | 'identifier' | 'polarity'
  /** What is missing or contradicted, for a reader. */
  readonly reason: string
  /** The stem of a missing name, so that the context may still supply it. */
  readonly stem?: string
}

/** The facts of a claim that must stand in its source word for word. */
export interface Facts {
  readonly plain: string
  readonly tokens: readonly Token[]
  readonly names: readonly Token[]
  readonly quantities: ReturnType<typeof quantitiesOf>
  readonly dates: ReturnType<typeof datesOf>
  readonly identifiers: ReturnType<typeof identifiersOf>
}

export const factsOf = (plain: string, raw: string, language: string, isKnownSmall: (stem: string) => boolean = () => false): Facts => {
  const tokens = tokensOf(plain, language)
  const dates = datesOf(plain)
  const identifiers = identifiersOf(plain, raw)
  const isTaken = (one: { start: number; end: number }): boolean => [...dates, ...identifiers].some((other) => one.start < other.end && other.start < one.end)
  return {
    plain,
    tokens,
    dates,
    identifiers,
    quantities: quantitiesOf(plain).filter((one) => !isTaken(one)),
    names: namesOf(plain, tokens, isKnownSmall)
      .map(({ token }) => token)
      .filter((token) => !isTaken(token)),
  }
}

/** Every fact of the claim that the span does not hold. `context` holds the stems of headings and title. */
export const vetoesOf = (claim: Facts, span: Facts, context: ReadonlySet<string>): Veto[] => {
  const stems = new Set(span.tokens.map((token) => token.stem))
  const numbers = [...quantitiesOf(span.plain), ...span.dates.flatMap(asQuantities)]
  const polarity = contradiction(claim.tokens, span.tokens)
  return [
    ...claim.quantities.filter((one) => !isStated(one, numbers)).map((one): Veto => ({ kind: 'number', reason: `number ${one.text} is not in the source` })),
    ...claim.dates.filter((one) => !isDated(one, span.dates)).map((one): Veto => ({ kind: 'date', reason: `date ${one.text} is not in the source` })),
    ...claim.identifiers.filter((one) => !isNamed(one, span.plain)).map((one): Veto => ({ kind: 'identifier', reason: `${one.text} is not in the source` })),
    ...claim.names
      .filter((one) => !stems.has(one.stem) && !context.has(one.stem))
      .map((one): Veto => ({ kind: 'name', reason: `name ${one.raw} is not in the source`, stem: one.stem })),
    ...(polarity ? [{ kind: 'polarity', reason: polarity } as const] : []),
  ]
}

const asQuantities = ({ year, day, start, end }: Facts['dates'][number]): ReturnType<typeof quantitiesOf> =>
  [year, day].flatMap((value) => (value === null ? [] : [{ value, unit: '', text: String(value), start, end }]))
