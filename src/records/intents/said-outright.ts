/** What words say outright, whatever a question's vector is near to. */
import type { RecordReading } from '../../domain/record-request.ts'
import { tookHowLong } from '../read/manner.ts'
import { mainEntity } from '../read/relate.ts'
import type { Seen } from '../read/seen.ts'
import type { Intent } from './intent.ts'

/** What is to be done, rules of the shop, everybody's rows, and what is hidden, each by its own name. */
export const isOutright = ({ about, refusal, certainty, requests }: RecordReading, text: string): boolean =>
  (refusal?.why === 'change' && !asking.test(text)) ||
  (certainty >= 0.85 &&
    requests.length === 0 &&
    (refusal === null
      ? about === 'documents' && ruleNamed.test(text)
      : (refusal.why === 'others' && (everybody.test(text) || (person.test(refusal.detail) && /\b(?:they|them|their|he|she|his|her)\b/i.test(text)))) ||
        (refusal.why === 'hidden' && /^(?!on |in |of |by )\S+ \S/.test(refusal.detail))))
const asking = /(?:^|[.!,;]\s*)(?:and |but |so )?(?:what|when|how|which|where|who|did|has|have|is|are|was|were)\b[^.!?]*\?/i
const ruleNamed =
  /^\W*how (?:do|can|could|would|should) (?:i|we) (?:go about )?(?:chang|updat|cancel|return|exchang|reset|delet|clos)|\b(?:polic(?:y|ies)|guarantees?|warrant(?:y|ies)|terms and conditions|(?:opening|business) (?:hours|times)|pay (?:by|with|in|using|via|at) (?!what|which|on)(?:an? |the )?\p{L}+\s*[?.!]*$)/iu
const person = /^\p{Lu}\p{Ll}\S* \p{Lu}\p{Ll}\S*$/u
const everybody =
  /\bmy (?:wife|husband|neighbou?r|friend|mate|mother|father|mum|mom|dad|sister|brother|boss|colleague|partner|son|daughter|cousin|girlfriend|boyfriend)(?: \p{L}+)?'s\b|\byour (?:\p{L}+ )?(?:customers|clients|users|shoppers|buyers)\b|\b(?:anyone|anybody|everyone|everybody) (?:has |have |had |ever |who )*(?:made|placed|ordered|bought|purchased|spent|owes?)\b|\bfrom (?:everyone|everybody)\b/iu

/** What is owed is not what was spent, what I bought is not what you sell, how many there are is not where they stand, and what something costs is no freight of theirs. */
export const isAnother = (intent: Intent, { text, words, ids, times, manner, mentions, description }: Seen): boolean =>
  // Learned of orders: an invoice by its number is none.
  (ids.length > 0 &&
    !ids.some(({ fields }) => fields.some(({ entity }) => entity === mainEntity(description)?.name || entity === description.customers.entity))) ||
  (intent === 'spent' && /\b(?:owe|owing|outstanding|unpaid|left to pay)\b/i.test(text)) ||
  (intent === 'order-of' && manner.howMany) ||
  (tookHowLong.test(text) && ofOneDay.has(intent)) ||
  (intent === 'methods' && /\bhow much\b|\b(?:per|each|every) (?:week|month|quarter|year)\b/i.test(text)) ||
  (/total$|^spent$/.test(intent) && /\bhow (?:did|do|have|was) \S+ (?:\S+ )?pa(?:y|id)\b/i.test(text)) ||
  (intent === 'count' && countsAnother(mentions, words, text, mainEntity(description)?.name)) ||
  (intent === 'count' && /\bhow (?:long|many different)\b/i.test(text)) ||
  (intent === 'carrier' && !carrying.test(text) && !/\b(?:courier|compan|firm|forwarder|haul|service)/i.test(text)) ||
  (/total$|^spent$/.test(intent) && (manner.when || manner.yesNo) && !manner.howMuch) ||
  (intent === 'product-price' && /\b(?:i|we)(?:'ve)? (?:have |had )?(?:just |recently |already )?(?:bought|ordered|purchased|got)\b/i.test(text)) ||
  (intent.startsWith('freight') && !(carrying.test(text) && (ids.length + times.length > 0 || manner.own || mentions.some(({ isPlural }) => isPlural))))
/** `how many plants have I bought` counts plants. */
const countsAnother = (mentions: Seen['mentions'], words: Seen['words'], text: string, main: string | undefined): boolean =>
  mentions.some(
    ({ from, meanings }) =>
      /\bhow many $/i.test(text.slice(0, words[from]!.start)) &&
      !meanings.some((meaning) => (meaning.kind === 'entity' ? meaning.entity : meaning.field.entity) === main),
  )
const ofOneDay: ReadonlySet<Intent> = new Set(['placed', 'sent', 'was-sent', 'arrived', 'needed', 'latest-placed'])
const carrying = /\b(?:freight|carr(?:y|i)|ship(?!ments?\b(?! (?:costs?|charges?|fees?)))|deliver|transport|post|haul|send|sent|bring|brought|get|got)/i

/** `on my first order`; not `from my first order till now`. */
export const isPlaced = ({ places, text }: Seen): boolean => places.length > 0 && !/\b(?:from|since) (?:the |my |our )?(?:very )?first\b/i.test(text)

/** Orders as such: nothing that is not said narrows them, and nothing else is counted. */
export const isOfAllTheirs: ReadonlySet<Intent> = new Set(['list', 'count', 'spent'])
/** `orders that contain a grinder`: a thing that nothing is known of narrows them all the same. */
export const holdsThing = ({ requests }: RecordReading, { text }: Seen): boolean =>
  /\b(?:contain|includ|with an? |with any |with the |that ha(?:s|ve|d) )/i.test(text) && requests.some(({ where }) => where.some(({ is }) => is === 'contains'))
export const addsCondition = ({ requests }: RecordReading, { times, mentions }: Seen): boolean => {
  const said = times.length + mentions.filter(({ meanings }) => meanings.some(({ kind }) => kind === 'choice')).length
  return requests.some(({ where }) => where.length > said)
}
