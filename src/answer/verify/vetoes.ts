import { isDated } from '../reading/dates.ts'
import type { Facts } from '../reading/facts.ts'
import { isNamed } from '../reading/identifiers.ts'
import { isStated } from '../reading/numbers.ts'
import { contradiction } from '../reading/polarity.ts'

export interface Veto {
  readonly kind: 'number' | 'date' | 'name' | 'identifier' | 'polarity' | 'exchange'
  /** What is missing or contradicted, for a reader. */
  readonly reason: string
}

/** Every fact of the claim that the span does not hold. `context` holds the stems of title and headings. */
export const vetoesOf = (claim: Facts, span: Facts, context: ReadonlySet<string>): Veto[] => {
  const stems = new Set(span.tokens.map((token) => token.stem))
  const polarity = contradiction(claim.tokens, span.tokens)
  return [
    ...claim.quantities
      .filter((one) => !isStated(one, span.offered))
      .map((one): Veto => ({ kind: 'number', reason: `number ${one.text} is not in the source` })),
    ...claim.dates.filter((one) => !isDated(one, span.dates)).map((one): Veto => ({ kind: 'date', reason: `date ${one.text} is not in the source` })),
    ...claim.identifiers.filter((one) => !isNamed(one, span.plain)).map((one): Veto => ({ kind: 'identifier', reason: `${one.text} is not in the source` })),
    ...claim.names
      .filter((one) => !stems.has(one.stem) && !context.has(one.stem))
      .map((one): Veto => ({ kind: 'name', reason: `name ${one.raw} is not in the source` })),
    ...(polarity ? [{ kind: 'polarity', reason: polarity } as const] : []),
  ]
}
