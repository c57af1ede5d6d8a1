/** Does a question name somebody else? Their rows cannot be reached whatever is said here; it is only that the answer can say so. */
import { namesACustomer } from '../described.ts'
import type { Seen } from './seen.ts'
import type { ValueMark } from './values.ts'

/** The words that name somebody; null: nobody. */
export const othersIn = (seen: Seen, values: readonly ValueMark[]): string | null => {
  const { text, manner, mentions, words, description } = seen
  if (manner.others) return manner.others
  if (
    /\bwho (?:else )?(?:has |have )?(?:ordered|bought|purchased|spent|paid|lives|returned)\b|\b(?:top|best|biggest|largest|richest|most valuable) (?:clients?|customers?|buyers?|spenders?|users?|patients?|members?)\b/i.test(
      text,
    )
  )
    return 'other customers'
  const subject = subjectOf(seen, values)
  if (subject) return subject
  const person = personIn(seen, values)
  if (person) return person
  const doer =
    /(?<![\p{L}])(\p{Lu}[\p{Ll}'-]+ \p{Lu}[\p{Ll}'-]+) (?:has |had )?(?:ordered|bought|purchased|got|paid|spent|lives|returned|borrowed|booked)\b/u.exec(text)
  if (doer && !isKnown(seen, values, doer[1]!)) return doer[1]!
  const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u.exec(text)
  if (email) return email[0]
  const byId = seen.ids.find(({ fields }) => fields.every((field) => namesACustomer(description, field)))
  if (byId) return byId.words
  const like = likeOf(seen)
  const key = text.match(like)?.find((found) => !isKnown(seen, values, found))
  if (key) return key
  const claimed = /\b(?:customer|user|account|client|member|patient)[_ ]?(?:id|key|number|name)?\s*(?:=|:|is|\bequals\b|==)\s*["']?([\p{L}\p{N}_#-]+)/iu.exec(
    text,
  )
  const byKey = claimed?.[0] ?? namedByKey(seen)
  if (byKey) return byKey
  const possessor = /(?<![\p{L}])(\p{L}[\p{L}-]*(?: \p{L}[\p{L}-]*)?)'s? (?=((?:\p{L}+ )?\p{L}+))/gu
  for (const match of text.matchAll(possessor)) {
    const at = words.findIndex(({ start }) => start >= match.index && text.slice(start).startsWith(match[1]!.split(' ').at(-1)!))
    const owned = mentions.some(({ from }) => from > at && from <= at + 2)
    // `was #W1 sent to my daughter's address`: of a row that is named it is told where it went.
    if (
      seen.ids.length > 0 &&
      /\b(?:my|our) (?:\p{L}+ )*$/iu.test(text.slice(0, match.index + match[1]!.length).replace(/\p{L}+$/u, '')) &&
      /address|house|place|home/i.test(match[2]!)
    )
      continue
    if (owned && !notPeople.test(match[1]!) && !values.some(({ from, to }) => at >= from && at < to) && !mentions.some(({ from, to }) => at >= from && at < to))
      return match[1]!.replace(/^(?:me|see|show|is|are|of|list|for) /i, '')
  }
  // Who wrote or made what is sold is no customer.
  if (/\bdo you (?:\p{L}+ )?(?:have|sell|stock|carry|offer)\b/iu.test(text)) return null
  const owner =
    /\b(?:of|by|from|for) ((?:(?:de|del|la|van|von|der|des|du) )*\p{Lu}[\p{L}'.-]*(?: (?:\p{Lu}[\p{L}'.-]*|de|del|la|van|von|der|des|du|&|y|en|och|and)(?![\p{L}]))*)/gu
  for (const match of text.matchAll(owner)) {
    const at = match.index + match[0].length - match[1]!.length
    const isAfterThing = mentions.some(({ to }) => /^(?: (?:placed|made|belonging|ordered|that are))? ?$/.test(text.slice(words[to - 1]!.end, match.index)))
    if (
      isAfterThing &&
      !seen.times.some(({ start, end }) => start < at + match[1]!.length && match.index < end) &&
      !isKnown(seen, values, match[1]!) &&
      !seen.ids.some(({ start, end }) => start < at + match[1]!.length && at < end)
    )
      return match[1]!
  }
  const named = /\b(?:of|by|from|for|belonging to|placed by|made by) (\p{Lu}[\p{Ll}'-]+(?: \p{Lu}[\p{Ll}'-]+)+)/u.exec(text)
  if (named && !values.some(({ words: known }) => named[1]!.toLowerCase().includes(known.toLowerCase())) && !isKnown(seen, values, named[1]!)) return named[1]!
  return null
}

/**
 * `what did Juan Brown buy`, `my friend Anya Kovacs, what did they order`: first and last name, of which not more than one word is known, and
 * something that only people do or have.
 */
const personIn = ({ text, words, mentions, description }: Seen, values: readonly ValueMark[]): string | null => {
  for (const { 0: name, index } of text.matchAll(firstAndLast)) {
    const at = words.flatMap(({ start }, position) => (start >= index && start < index + name.length ? [position] : []))
    const isThing = (value: ValueMark): boolean => value.found.some(({ field }) => field.entity !== description.customers.entity)
    const known = at.filter((position) => [...mentions, ...values.filter(isThing)].some(({ from, to }) => position >= from && position < to))
    const isOneName = values.some(
      (value) => isThing(value) && value.to - value.from > 1 && at.some((position) => position >= value.from && position < value.to),
    )
    if (at.length < 2 || isOneName || known.length > 1 || notFirst.test(name)) continue
    const [before, after] = [text.slice(0, index), text.slice(index + name.length)]
    if (
      (/\b(?:did|does|has|had|for) $/.test(before) &&
        /^ (?:ever |last |also |recently )?(?:order|bought|buy|purchase|spen|pay|paid|get|got|live|own|owe|return|receive|go|attend|come|drive|rent|hire|subscribe|train|book|borrow|take|use|visit)/.test(
          after,
        )) ||
      /\b(?:friend|mate|neighbou?r|colleague|cousin|boss|partner|husband|wife|customer|client) $/i.test(before) ||
      /^(?:'s|’s) (?:place|house|home|stuff|parcel|package|things)\b/.test(after) ||
      (/\b(?:they|their|theirs|them|he|she|his|hers?|him)\b/i.test(after) && !/\b(?:i|we|my|our)\b/i.test(after))
    )
      return name
  }
  return null
}
const firstAndLast = /(?<![\p{L}\p{N}])\p{Lu}[\p{Ll}'-]+ \p{Lu}[\p{Ll}'-]+(?![\p{L}\p{N}])/gu
const notFirst =
  /^(?:What|Which|Where|When|Who|How|Did|Does|Do|Has|Have|Is|Are|Was|Were|Can|Could|Will|Would|Please|Hi|Hello|Hey|Dear|Good|My|Our|The|And|But|So|If|For|In|On|At) /

const notPeople =
  /(?:^| )(?:what|it|that|there|here|where|when|who|how|let|today|yesterday|tomorrow|week|month|year|order|item|shop|store|monday|tuesday|wednesday|thursday|friday|saturday|sunday|one|he|she|don|isn|can|won|i|we|they|you|last|product|company)$/i

/** `what did Mia Garcia buy`, `where does Noah live`: a name that does something. */
const subjectOf = (seen: Seen, values: readonly ValueMark[]): string | null => {
  const found =
    /\b(?:did|does|do|has|have|is|was|had|will|are) ((?:\p{Lu}[\p{L}'.&-]*)(?: (?:\p{Lu}[\p{L}'.&-]*|de|del|la|van|von|der|&|y|och))*) (?:ever |last |also |recently )?(?:order|ordered|buy|bought|purchase|purchased|live|lives|spend|spent|pay|paid|get|got|have|own|owe|owes|return|returned|borrow|borrowed|see|visit|book|booked|receive|received|placed?|a customer|customer)\b/u.exec(
      seen.text,
    )
  return found && found[1] !== 'I' && !isKnown(seen, values, found[1]!) ? found[1]! : null
}

const isKnown = ({ mentions, text, words, description }: Seen, values: readonly ValueMark[], found: string): boolean => {
  const start = text.indexOf(found)
  const inside = (from: number, to: number): boolean => words[from]!.start < start + found.length && words[to - 1]!.end > start
  // One's own name is also that of others.
  const isThing = (value: ValueMark): boolean => value.found.some(({ field }) => field.entity !== description.customers.entity)
  return mentions.some(({ from, to }) => inside(from, to)) || values.some((value) => inside(value.from, value.to) && isThing(value))
}

/** Names of accounts: what the example of a customer's key looks like, its letters standing for any, as the example is one customer's own. */
const likeOf = ({ description }: Seen): RegExp => {
  const entity = description.entities.find(({ name }) => name === description.customers.entity)
  const like = entity?.fields.find(({ name }) => name === entity.key[0])?.like ?? ''
  if (/^\p{Lu}+$/u.test(like)) return new RegExp(`(?<![\\p{L}\\p{N}_#])\\p{Lu}{${like.length}}(?![\\p{L}\\p{N}_])`, 'gu')
  return accountName
}
const accountName = /(?<![\p{L}\p{N}_#])\p{L}+(?:_\p{L}+)*_\d{2,}(?![\p{L}\p{N}_])/gu

/** `customer ALFKI`, `account number 42`. */
const namedByKey = ({ text, description }: Seen): string | null => {
  const entity = description.entities.find(({ name }) => name === description.customers.entity)
  if (!entity) return null
  const names = [entity.name, entity.plural, ...entity.called, 'customer', 'user', 'account'].map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  const named = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?:[ _]?(?:id|key|number|no\\.?|name|called|named))*(?: is| =| ==|:|=|==)? ?["'#]?((?:\\p{Lu}{3,}|[\\p{L}\\d]*[_\\d][\\p{L}\\p{N}_]*))(?![\\p{L}\\p{N}_])`,
    'iu',
  ).exec(text)
  return named && (/[\d_]/.test(named[1]!) || /^\p{Lu}+$/u.test(named[1]!)) ? named[0] : null
}
