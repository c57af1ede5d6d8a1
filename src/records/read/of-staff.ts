/** Who did something in the shop: of its people nothing is told to customers. */
import { entityNamed } from '../described.ts'
import type { Seen } from './seen.ts'
import { rootOf } from './words.ts'

/** `who handled my order`, `the rep on order 7`: somebody of the staff, whose rows are not for customers. */
export const isAboutStaff = ({ manner, text, words, mentions, description, isStaff }: Seen): boolean => {
  if (isStaff || !description.relations.some(({ to }) => entityNamed(description, to.entity)?.owner.kind === 'staff')) return false
  const doer = (manner.who || /\bwhoever\b/i.test(text)) && doing.test(text)
  const isNamed = words.some(
    ({ start }, index) =>
      ofStaff.test(text.slice(start)) &&
      /(?<!\b(?:i'm|i am|as) )\b(?:the|your|that|which|whose|what) (?:sales )?$/i.test(text.slice(0, start)) &&
      !mentions.some(({ from, to }) => index >= from && index < to),
  )
  return doer || isNamed
}
const doing =
  /\bwho(?:m|ever)? (?:\p{L}+ ){0,2}(?:took|handled?|handles|sold|served|processed|responsible|assigned|dealt|in charge|approved|packed|entered|looked after)\b/iu
/** As long as the description has no such name. */
const ofStaff = /^(?:(?:sales )?rep|representative|employee|clerk|salesperson|sales(?:man|woman)|account manager|member of staff|staff member)s?\b/i

/** `who packed my parcel`, where `packed_by` is not for customers. */
export const hiddenDoer = ({ manner, words, text, description }: Seen): string | null => {
  // `which notes have you written about me`: kept by the staff.
  const note = /\b(notes?|remarks?|comments?|files?)\b.*\b(?:about|on) (?:me|us)\b/i.exec(text)?.[1]
  const noted = note
    ? description.entities.flatMap(({ fields }) => fields).find(({ name, visibleTo }) => visibleTo !== 'customer' && /note|remark|comment/i.test(name))
    : null
  if (noted) return noted.name.replaceAll('_', ' ')
  if (!manner.who) return null
  const said = new Set(words.map(({ root }) => root))
  const doers = description.entities.flatMap(({ fields }) => fields.filter(({ name }) => /^\p{L}{4,}_by$/u.test(name)))
  const meant = doers.filter(({ name }) => said.has(rootOf(name.slice(0, -3))))
  return meant.length > 0 && meant.every(({ visibleTo }) => visibleTo !== 'customer') ? meant[0]!.name.replaceAll('_', ' ') : null
}
