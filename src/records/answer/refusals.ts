/** What is said where a question is not answered from records, and how that counts. */
import type { Abstention } from '../../domain/answer.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { Refusal } from '../../domain/record-request.ts'
import { listed } from './words.ts'

/** `detail`: of the reading, for people who run this; customers are told only what the words below say. */
export const refusalOf = (why: Refusal, description: RecordsDescription, isStaff: boolean): Abstention => ({
  reason: reasons[why],
  message: words[why](thingsOf(description, isStaff)),
})

const reasons: Record<Refusal, Abstention['reason']> = {
  change: 'not_permitted',
  others: 'not_permitted',
  hidden: 'not_permitted',
  unclear: 'out_of_scope',
  not_covered: 'out_of_scope',
}

const words: Record<Refusal, (things: string) => string> = {
  change: () => onlyReads,
  others: (things) => `Only your own records can be shown here, so this cannot be answered. You can ask about your ${things}.`,
  hidden: () => 'That detail is not shown here. Ask whoever runs this service if you need it.',
  unclear: (things) => `It is not clear what is meant. Name what you are after: one of your ${things}, by its number or by when it was.`,
  not_covered: (things) => `The records hold nothing that answers this. You can ask about your ${things}.`,
}

/** Said before a record's state where something was to be done to it. */
export const onlyReads = 'Nothing was changed: records can only be read here.'

const thingsOf = ({ entities, customers }: RecordsDescription, isStaff: boolean): string =>
  listed(
    entities
      .filter(({ name }) => isStaff || name !== customers.entity)
      .filter(({ owner, fields }) => isStaff || ((owner.kind === 'field' || owner.kind === 'via') && fields.some(({ visibleTo }) => visibleTo === 'customer')))
      .slice(0, 4)
      .map(({ plural }) => plural),
  )
