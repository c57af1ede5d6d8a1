/** Names in a question that no value has: they narrow all the same, so that nothing else is told in their place. */
import type { FieldRef } from '../../domain/record-description.ts'
import type { Condition } from '../../domain/record-request.ts'
import { entityNamed } from '../described.ts'
import { addressFields, byNearness, contentsOf, isReachable, leadsToOne, mainEntity, visibleFields } from './relate.ts'
import type { Seen } from './seen.ts'
import type { ValueMark } from './values.ts'

export const notFoundConditions = (seen: Seen, values: readonly ValueMark[]): Condition[] => {
  const { unknown, words, text, mentions, asking } = seen
  // Beside a thing that is known it may be one of its properties.
  if (values.length > 0) return []
  return (
    unknown
      // `my default address`: it says something of what follows, and is no name.
      .filter(({ from, to }) => !mentions.some((mention) => mention.from === to) && (asking.pointsBack || !asking.isContext(words[from]!.start)))
      .flatMap(({ from, to }): Condition[] => {
        const said = text.slice(words[from]!.start, words[to - 1]!.end)
        const ahead = text.slice(0, words[from]!.start)
        if (!/\p{L}{3}/u.test(said)) return []
        const field = toPlace.test(ahead) && /^\p{Lu}/u.test(said) ? placeField(seen) : thing.test(ahead) ? nameField(seen) : null
        return field ? [{ field, is: 'contains', values: [said.slice(0, 100)], words: said.slice(0, 100) }] : []
      })
  )
}

const toPlace = /\b(?:to|in|from)(?: the)? $/i
const thing =
  /\b(?:(?:(?<=\b(?:i|we|you|to) (?:ever |also |last )?)order|ordered|buy|bought|purchase|purchased|contain|contains|containing|include|includes|including|borrow|borrowed|how many|return|exchange)(?: an?| any| the| my| some| that| this)?|(?:did|do|have|has) (?:i|we) (?:ever |also )?(?:have|get|got|own)(?: an?| any| the| some)|(?:cost|price) of (?:the|my|an?)|how much (?:did|does|was|is|were|are)(?: the| my| an?)?|where(?:'s| is| are) (?:the|my)|(?:is|was|has) (?:the|my)|(?:status|state) of (?:the|my)) $/i

/** The city that a row is sent to, or stands in. */
const placeField = ({ description, isStaff }: Seen): FieldRef | null => {
  const main = mainEntity(description)
  const cities = main ? addressFields(main, isStaff) : []
  const city = cities.find(({ name, called }) => [name, ...called].some((word) => /\b(?:city|town)\b/i.test(word)))
  return main && city ? { entity: main.name, field: city.name } : null
}

/** The name of what somebody has: of its contents, or of what those lead to. */
const nameField = ({ description, isStaff, manner }: Seen): FieldRef | null => {
  const main = mainEntity(description)
  if (!main) return null
  const owned = contentsOf(description, main.name) ?? main
  const shared = description.entities.filter(({ name, owner }) => owner.kind === 'everyone' && leadsToOne(description, owned.name, name))
  const all = manner.own
    ? [owned, ...byNearness(description, [owned.name], shared, ({ name }) => name)]
    : [...byNearness(description, [owned.name], shared, ({ name }) => name).reverse(), owned]
  for (const entity of all) {
    const label = visibleFields(entityNamed(description, entity.name)!, isStaff).find(({ name, type }) => name === entity.label && type === 'text')
    if (label && isReachable(description, owned.name, entity.name)) return { entity: entity.name, field: label.name }
  }
  return null
}
