/** Who did something in the shop: of its people nothing is told to customers. */
import type { Seen } from './seen.ts'
import { rootOf } from './words.ts'

/** `who handled my order`: somebody of the staff, whose rows are not for customers. */
export const isAboutStaff = ({ manner, text, description, isStaff }: Seen): boolean =>
  !isStaff &&
  manner.who &&
  /\bwho(?:m)? (?:\p{L}+ ){0,2}(?:took|handled?|handles|sold|served|processed|responsible|assigned|dealt|in charge|approved|packed|entered)\b/iu.test(text) &&
  description.relations.some(({ to }) => description.entities.some(({ name, owner }) => name === to.entity && owner.kind === 'staff'))

/** `who packed my parcel`, where `packed_by` is not for customers. */
export const hiddenDoer = ({ manner, words, description }: Seen): string | null => {
  if (!manner.who) return null
  const said = new Set(words.map(({ root }) => root))
  const doers = description.entities.flatMap(({ fields }) => fields.filter(({ name }) => /^\p{L}{4,}_by$/u.test(name)))
  const meant = doers.filter(({ name }) => said.has(rootOf(name.slice(0, -3))))
  return meant.length > 0 && meant.every(({ visibleTo }) => visibleTo !== 'customer') ? meant[0]!.name.replaceAll('_', ' ') : null
}
