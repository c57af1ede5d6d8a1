/** Does a question speak of rows at all, and of whose? */
import { entityNamed } from '../described.ts'
import type { Seen } from './seen.ts'
import type { ValueMark } from './values.ts'

/** Does it speak of rows of whoever asks, and not of such things in general? */
export const isOwnRows = ({ ids, places, manner, mentions, text }: Seen, values: readonly ValueMark[]): boolean =>
  ids.length > 0 ||
  places.length > 0 ||
  (manner.own && values.length > 0) ||
  (/\b(?:my|our|this|that|these|those)\b/i.test(text) && mentions.length > 0) ||
  /\b(?:i|we) (?:\p{L}+ ){0,2}(?:ordered|bought|purchased|got|received|have)\b/iu.test(text)

export const isRecordish = (seen: Seen, values: readonly ValueMark[], { manner } = seen): boolean =>
  isOwnRows(seen, values) ||
  values.length > 0 ||
  manner.own ||
  (seen.mentions.length > 0 && seen.times.length + seen.amounts.length > 0) ||
  isBareName(seen) ||
  asksOfCatalogue(seen) ||
  (seen.mentions.length > 0 &&
    (manner.average || manner.summed || /^(?:list|show|which|how many|give|find|all|order|status|track|total|number)\b|\bstatus\b/i.test(seen.text)))

/** `how many orders did Folies gourmandes place`: who did it is neither the one who asks nor a thing that is known. */
export const otherSubject = ({ text }: Seen, values: readonly ValueMark[]): string | null => {
  const name = /\bdid (\p{Lu}[\p{L}'.-]+(?: [\p{L}'.-]+){0,3}?) (?:place|order|buy|pay|spend|purchase)\b/u.exec(text)?.[1]
  return name === undefined || /^I\b|^We\b/.test(name) || values.some(({ words }) => name.includes(words)) ? null : name
}

/** `which of my orders are …`, `are there any … orders`. */
export const isOfSome = ({ manner, mentions, text }: Seen): boolean =>
  (manner.yesNo || manner.howMany || /\bwhich\b|\bthat (?:are|were|have|is|was)\b/i.test(text)) && mentions.some(({ isPlural }) => isPlural)

/** `gift card balance`, `orders over $50`: nothing but what the records have. */
const isBareName = ({ mentions, unknown, text, manner }: Seen): boolean =>
  mentions.some(({ isVerb }) => !isVerb) &&
  unknown.length === 0 &&
  manner.rule === null &&
  !/^(?:what (?:is|are)|what's|explain|define|tell me about) (?:an? )?\p{L}+\??$/iu.test(text)

/** Of what everybody may see: `what categories are there`. */
const asksOfCatalogue = ({ mentions, description, text }: Seen): boolean =>
  /^(?:what|which|list|show|is|are|how many|how much)\b/i.test(text) &&
  mentions.some(({ meanings }) => meanings.some((meaning) => meaning.kind === 'entity' && entityNamed(description, meaning.entity)?.owner.kind === 'everyone'))
