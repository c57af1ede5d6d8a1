/** Questions that sound like records and are of nobody's rows: what a thing costs in general, what the shop does, whether something is good. */
import { entityNamed } from '../described.ts'
import type { Concluded } from './conclude.ts'
import type { Seen } from './seen.ts'
import type { ValueMark } from './values.ts'

/** `do you ship to Canada`: what is done for everybody, whatever fields are named like it. */
export const isOfService = ({ manner, ids, text }: Seen): boolean => !manner.own && ids.length === 0 && /^\s*(?:do|can|will|would|could) you\b/i.test(text)

/** `did I pay for October` is no payment in October. */
export const isPaidForTime = ({ text, times }: Seen): boolean =>
  /\b(?:pay|paid)\b/i.test(text) && times.some(({ words, start }) => /^for\b/i.test(words) || /\bfor $/i.test(text.slice(0, start)))

/** `which did I pay late`: no two days of one row are compared. */
export const isDoneLate = ({ text, ids, places }: Seen): boolean =>
  ids.length + places.length === 0 &&
  /\b(?:which|what|how many|any)\b.*\b(?:pay|paid|arriv\p{L}+|came|come|delivered|sent|shipped) (?:too )?(?:late|early)\b/iu.test(text)

/** `how much gas did I use`: what was used up is no money. */
export const isUsed = ({ manner, text }: Seen): boolean =>
  manner.howMuch && /\b(?:did|do|have|has|does|was|were)\b.*\b(?:used?|consumed?|burn(?:ed|t)?|produced?|generated?|saved?)\b/i.test(text)

/** `what fee do I pay`: nothing described is one, and another amount is none. */
export const isUntoldFee = ({ manner, mentions, words }: Seen): boolean =>
  (manner.howMuch || manner.own) &&
  words.some(
    ({ lower }, index) => /^(?:fees?|penalt(?:y|ies)|surcharges?|deposits?)$/.test(lower) && !mentions.some(({ from, to }) => index >= from && index < to),
  )

/** `the weather in Chicago`: where somebody lives, and nothing of the records besides. */
export const isOnlyOwnPlace = ({ description, manner, ids, mentions, places }: Seen, values: readonly ValueMark[]): boolean =>
  !manner.own &&
  ids.length + mentions.length + places.length === 0 &&
  values.length > 0 &&
  values.every(({ found }) => found.every(({ field }) => field.entity === description.customers.entity))

/** `is Dr. Obi a good dentist`: no row says so. */
export const isOpinion = ({ manner, text, ids }: Seen): boolean =>
  manner.yesNo && ids.length === 0 && !manner.own && /\b(?:good|bad|nice|better|worth|reliable|safe|healthy|popular|friendly|recommended)\b/i.test(text)

/** `when is a refund paid out`: such a thing, and none that anybody has. */
export const speaksInGeneral = ({ manner, ids, places, times, amounts, mentions, words, text, description }: Seen, values: readonly ValueMark[]): boolean =>
  !(
    manner.howMuch &&
    mentions.some(({ meanings }) =>
      meanings.some((meaning) => meaning.kind === 'choice' && entityNamed(description, meaning.field.entity)?.owner.kind === 'everyone'),
    )
  ) &&
  !manner.own &&
  !manner.howMany &&
  mentions.every(({ isPlural }) => !isPlural) &&
  ids.length + places.length + times.length + amounts.length + values.length === 0 &&
  mentions.some(({ from }) => /\ban? (?:[\p{L}-]+ ){0,2}$/iu.test(text.slice(0, words[from]!.start)))

/** `what does the assembly cost`: of nobody's, and of nothing that is sold. */
export const isPriceInGeneral = (
  { manner, ids, places, times, amounts, mentions, description, asking, text }: Seen,
  values: readonly ValueMark[],
  isTalk: boolean,
): boolean =>
  (/\b(?:what|how much) (?:does|do|will|would|is) it (?:cost )?(?:me )?to\b/i.test(text) && ids.length + places.length + times.length + values.length === 0) ||
  (!isTalk &&
    manner.howMuch &&
    (!manner.own || (asking.text !== text && !asking.pointsBack && !/\b(?:my|mine|our|i|we|me|us)\b/i.test(asking.text))) &&
    !manner.summed &&
    !manner.average &&
    ids.length + places.length + times.length + amounts.length + values.length === 0 &&
    mentions.every(
      ({ isPlural, meanings }) =>
        !isPlural &&
        meanings.every((meaning) => entityNamed(description, meaning.kind === 'entity' ? meaning.entity : meaning.field.entity)?.owner.kind !== 'everyone'),
    ))

/** `what is your phone number`: of whoever runs this, and the documents may know. */
export const isOurs = ({ manner, ids, places, mentions, words, text }: Seen, values: readonly ValueMark[]): boolean =>
  !manner.own &&
  ids.length + places.length + values.length === 0 &&
  mentions.some(({ from }) => /\byour (?:[\p{L}-]+ ){0,2}$/iu.test(text.slice(0, words[from]!.start)))

/** Something that everybody may see is named, and nothing is asked of it that records tell: `is anything paid back for opened puzzles`. */
export const isOnlyNamed = ({ manner, ids, places, times, description, text }: Seen, values: readonly ValueMark[], { roles, sketch }: Concluded): boolean =>
  !manner.own &&
  ids.length + places.length === 0 &&
  values.length > 0 &&
  values.every(({ found }) => found.some(({ field }) => entityNamed(description, field.entity)?.owner.kind === 'everyone')) &&
  !manner.howMuch &&
  !manner.howMany &&
  !manner.catalogue &&
  !manner.where &&
  (!manner.who || times.length > 0) &&
  roles.fields.length === 0 &&
  roles.entities.length === 0 &&
  (sketch?.asks.every(({ fields }) => fields.length === 0) ?? true) &&
  !/^(?:list|show|which|find)\b/i.test(text)

/** `The car broke down. Which number do I ring?`: what is asked names nothing that the records have. */
export const isOnlyContext = ({ mentions, words, asking, ids, places, times, amounts }: Seen, values: readonly ValueMark[]): boolean =>
  !asking.pointsBack &&
  ids.length + places.length + times.length + amounts.length + values.length === 0 &&
  mentions.length > 0 &&
  mentions.every(({ from }) => asking.isContext(words[from]!.start))
