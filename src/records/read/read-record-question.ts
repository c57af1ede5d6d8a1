/**
 * What a question asks of records, by rules that know nothing but the description: its names, values, ids, and English's ways to ask.
 * A question in another language, or one that the rules see little in, is read with low certainty.
 */
import type { FindValues, ReadRecordQuestion, RecordQuestion, RecordReading, RecordRequest } from '../../domain/record-request.ts'
import { withCodes } from './codes.ts'
import { conclude, type Concluded } from './conclude.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { documentQuestionOf } from './document-question.ts'
import { othersIn } from './others.ts'
import { continued, leansOnTalk, toldIn, type Talk } from './follow-up.ts'
import { requestsOf } from './requests.ts'
import { stateFor } from './asked-fields.ts'
import { overdueOf, owedIn, stateNotKnown } from './states-meant.ts'
import type { Sketch } from './sketch.ts'
import { seeQuestion, type Seen } from './seen.ts'
import { spelledWell } from './spelling.ts'
import { lookForValues, type ValueMark } from './values.ts'
import { rootOf } from './words.ts'

export const readRecordQuestion: ReadRecordQuestion = async (question, findValues, signal) => {
  const named = await seeNamed(question, findValues, signal)
  if (!named) return nothing('neither', 0.95)
  const { seen, values } = named
  const talk = await talkBefore(question, seen, findValues, signal)
  return readingOf(seen, values, concludeWith(seen, values, talk), question, talk !== null)
}

/** What stands in a question, slips mended, with the things that it names; null where there is nothing to ask. */
export const seeNamed = async (
  { text, description, isStaff, now }: Omit<RecordQuestion, 'history'>,
  findValues: FindValues,
  signal?: AbortSignal,
): Promise<{ readonly seen: Seen; readonly values: readonly ValueMark[] } | null> => {
  const written = seeQuestion(text, description, now, isStaff)
  if (written.words.length === 0 || written.manner.greeting) return null
  const named = await lookForValues(written, findValues, signal)
  const spelled = spelledWell(written, named)
  const read = spelled === null ? written : seeQuestion(spelled, description, now, isStaff)
  return withCodes(read, spelled === null ? named : await lookForValues(read, findValues, signal))
}

const concludeWith = (seen: Seen, values: readonly ValueMark[], talk: Talk | null): Concluded => {
  if (!talk) return conclude(seen, values, [], false)
  const { ids, pick, where, asks } = talk.sketch
  const before = [
    ...ids.map(({ field }) => field.entity),
    ...(pick ? [pick.entity] : []),
    ...where.map(({ field }) => field.entity),
    ...asks.map(({ entity }) => entity),
  ]
  const concluded = conclude(seen, values, [...new Set(before)], ids.length > 0 || pick?.limit === 1 || where.length > 0)
  return { ...concluded, sketch: continued(seen, concluded, talk) ?? concluded.sketch }
}

const longestTalk = 4

/** How the last question was understood, each with those before it; null where the question stands by itself. */
const talkBefore = async (
  { history, description, isStaff, now }: Omit<RecordQuestion, 'text'>,
  seen: Seen,
  findValues: FindValues,
  signal?: AbortSignal,
): Promise<Talk | null> => {
  if (history.length === 0 || !leansOnTalk(seen)) return null
  const recent = history.filter(({ role }) => role !== 'system').slice(-2 * longestTalk)
  const last = recent.findLastIndex(({ role }) => role === 'user')
  if (last < 0) return null
  const told = recent.slice(last + 1).flatMap(({ content }) => toldIn(content, seen))
  const written = seeQuestion(recent[last]!.content, description, now, isStaff)
  const { seen: earlier, values } = withCodes(written, await lookForValues(written, findValues, signal))
  const talk = await talkBefore({ history: recent.slice(0, last), description, isStaff, now }, earlier, findValues, signal)
  const { sketch } = concludeWith(earlier, values, talk)
  return sketch
    ? { sketch, told }
    : told.length > 0
      ? { sketch: { asks: [], ids: told.slice(0, 1), pick: null, where: [], certainty: 0.5, understood: [] }, told }
      : null
}

const readingOf = (
  seen: Seen,
  values: readonly ValueMark[],
  concluded: Concluded,
  { description, isStaff }: RecordQuestion,
  isTalk: boolean,
): RecordReading => {
  const { manner } = seen
  const { sketch, roles } = concluded
  const others = isStaff ? null : (othersIn(seen, values) ?? otherSubject(seen, values))
  const sells = manner.rule === 'general' && values.length > 0 && /\b(?:have|sell|carry|stock|offer|charge|ask|want)\b/i.test(seen.text)
  // What may be done to a row, or was asked to be done, rests on the row as a whole.
  const asked = sketch && (manner.change || (manner.rule !== null && !sells)) ? wholeRows(seen, sketch) : sketch
  const requests = asked ? requestsOf(asked, description, isStaff) : []
  const documentQuestion = documentQuestionOf(seen)
  const understood = requests.flatMap(understoodOf)
  const isOfRows = isTalk || isOwnRows(seen, values)
  const base = { requests, documentQuestion: '', refusal: null, by: 'rules', understood }
  if (manner.change)
    return {
      ...base,
      about: 'both',
      requests: isOfRows && !others ? requests : [],
      documentQuestion,
      refusal: { why: 'change', detail: seen.text.slice(0, 200) },
      certainty: 0.9,
    }
  if (others) return refused('others', others, 0.9)
  const doer = isStaff ? null : hiddenDoer(seen)
  if (doer) return refused('hidden', doer, 0.85)
  if (isAboutStaff(seen)) return refused('hidden', seen.text.slice(0, 80), 0.75)
  if (roles.hiddenOwner !== null) return refused('hidden', roles.hiddenOwner, 0.85)
  if (roles.hidden.length > 0 && roles.fields.length === 0)
    return isOfService(seen) ? { ...nothing('documents', 0.7), documentQuestion: seen.text } : refused('hidden', roles.hidden[0]!, 0.85)
  if (/\b(?:per|by|each|every) (?:day|week|month|quarter|year)\b/i.test(seen.text) && (isOfRows || manner.own))
    return refused('not_covered', 'Figures by day, week, month or year are not told; a period can be named instead.', 0.7)
  if (manner.rule === 'general' && !sells && seen.ids.length === 0 && seen.places.length === 0)
    return { ...base, about: 'documents', requests: [], documentQuestion: seen.text, understood: [], certainty: 0.85 }
  if (speaksInGeneral(seen, values) || isPriceInGeneral(seen, values, isTalk) || isOurs(seen, values))
    return { ...base, about: 'documents', requests: [], documentQuestion: seen.text, understood: [], certainty: 0.7 }
  if (manner.rule === 'how' && seen.ids.length === 0)
    return { ...base, about: 'documents', requests: [], documentQuestion: seen.text, understood: [], certainty: 0.85 }
  if (manner.rule !== null && !sells)
    return isOfRows && requests.length > 0
      ? { ...base, about: 'both', documentQuestion, certainty: 0.85 }
      : { ...base, about: 'documents', requests: [], documentQuestion: seen.text, understood: [], certainty: 0.8 }
  if (concluded.isWithoutDates && requests.length > 0 && (isOfRows || roles.entities.length > 0))
    return refused('not_covered', `No date is known of what it asks for (${seen.times.map(({ words }) => words).join(', ')}).`, 0.8)
  if (isCountOfCustomers(requests, description) && !isStaff) return refused('others', seen.text.slice(0, 80), 0.85)
  if (isPaidForTime(seen)) return refused('unclear', 'What was paid on a day is known, and not for which time it was paid.', 0.7)
  const state = stateNotKnown(seen)
  if (state !== null && requests.length > 0 && requests.every(({ kind }) => kind === 'find' || !isTalk)) {
    const meant = state === 'overdue' ? requests.map((request) => overdueOf(seen, request, seen.ids.length > 0)) : []
    if (meant.length > 0 && meant.every((request) => request !== null)) return { ...base, requests: meant, about: 'records', certainty: 0.8 }
    return refused('not_covered', state, 0.7)
  }
  const owed = roles.fields.some(({ field }) => fieldOf(description, field)?.type === 'money') ? null : owedIn(seen)
  if (owed) return { ...base, requests: [owed], understood: understoodOf(owed), about: 'records', certainty: 0.85 }
  if (isUsed(seen) && requests.some(({ kind }) => kind === 'figure') && roles.fields.length === 0)
    return refused('not_covered', 'Amounts of use are not worked out; the rows that were noted can be asked for.', 0.7)
  if (isUntoldFee(seen)) return { ...nothing('documents', 0.7), documentQuestion: documentQuestion }
  if (isOpinion(seen) && values.length > 0) return { ...nothing('documents', 0.7), documentQuestion: seen.text }
  const left = unexplained(seen, values)
  if (left > 0 && isOnlyOwnPlace(seen, values)) return { ...nothing('documents', 0.6), documentQuestion: seen.text }
  if (left > 0 && isOnlyNamed(seen, values, concluded)) return { ...nothing('documents', 0.6), documentQuestion: seen.text }
  // Nothing narrows it, and a word that should is not understood: all rows would be told as if they were those.
  if (left > 0 && isOfSome(seen) && requests.every(({ where, within }) => where.length === 0 && !within))
    return refused('not_covered', wordsLeft(seen, values), 0.5)
  if (requests.length === 0 || !(isTalk || isRecordish(seen, values)))
    return { ...nothing('documents', requests.length === 0 && seen.mentions.length === 0 ? 0.7 : 0.5), documentQuestion: seen.text }
  return { ...base, about: 'records', certainty: Math.max(0.2, 0.95 - 0.2 * left) }
}

/** `do you ship to Canada`: what is done for everybody, whatever fields are named like it. */
const isOfService = ({ manner, ids, text }: Seen): boolean => !manner.own && ids.length === 0 && /^\s*(?:do|can|will|would|could) you\b/i.test(text)

/** How many customers there are is nobody's own. */
const isCountOfCustomers = (requests: readonly RecordRequest[], { customers }: RecordQuestion['description']): boolean =>
  requests.some((request) => request.kind === 'figure' && request.figure === 'count' && request.entity === customers.entity)

/** `did I pay for October` is no payment in October. */
const isPaidForTime = ({ text, times }: Seen): boolean =>
  /\b(?:pay|paid)\b/i.test(text) && times.some(({ words, start }) => /^for\b/i.test(words) || /\bfor $/i.test(text.slice(0, start)))

/** `how much gas did I use`: what was used up is no money. */
const isUsed = ({ manner, text }: Seen): boolean =>
  manner.howMuch && /\b(?:did|do|have|has|does|was|were)\b.*\b(?:used?|consumed?|burn(?:ed|t)?|produced?|generated?|saved?)\b/i.test(text)

/** `what fee do I pay`: nothing described is one, and another amount is none. */
const isUntoldFee = ({ manner, mentions, words }: Seen): boolean =>
  (manner.howMuch || manner.own) &&
  words.some(
    ({ lower }, index) => /^(?:fees?|penalt(?:y|ies)|surcharges?|deposits?)$/.test(lower) && !mentions.some(({ from, to }) => index >= from && index < to),
  )

/** `the weather in Chicago`: where somebody lives, and nothing of the records besides. */
const isOnlyOwnPlace = ({ description, manner, ids, mentions, places }: Seen, values: readonly ValueMark[]): boolean =>
  !manner.own &&
  ids.length + mentions.length + places.length === 0 &&
  values.length > 0 &&
  values.every(({ found }) => found.every(({ field }) => field.entity === description.customers.entity))

/** `how many orders did Folies gourmandes place`: who did it is neither the one who asks nor a thing that is known. */
const otherSubject = ({ text }: Seen, values: readonly ValueMark[]): string | null => {
  const name = /\bdid (\p{Lu}[\p{L}'.-]+(?: [\p{L}'.-]+){0,3}?) (?:place|order|buy|pay|spend|purchase)\b/u.exec(text)?.[1]
  return name === undefined || /^I\b|^We\b/.test(name) || values.some(({ words }) => name.includes(words)) ? null : name
}

/** `is Dr. Obi a good dentist`: no row says so. */
const isOpinion = ({ manner, text, ids }: Seen): boolean =>
  manner.yesNo && ids.length === 0 && !manner.own && /\b(?:good|bad|nice|better|worth|reliable|safe|healthy|popular|friendly|recommended)\b/i.test(text)

const wholeRows = (seen: Seen, sketch: Sketch): Sketch => ({
  ...sketch,
  asks: sketch.asks.slice(0, 1).map((ask) => {
    // `can the things in #W1 be returned`: where #W1 stands.
    const entity = sketch.ids[0] && sketch.where.length === 0 ? sketch.ids[0].field.entity : ask.entity
    const state = stateFor(seen, entity)
    return { ...ask, entity, figure: null, fields: state.some((field) => field.entity !== entity) ? state : [] }
  }),
})

const nothing = (about: RecordReading['about'], certainty: number): RecordReading => ({
  about,
  requests: [],
  documentQuestion: '',
  refusal: null,
  by: 'rules',
  certainty,
  understood: [],
})
const refused = (why: NonNullable<RecordReading['refusal']>['why'], detail: string, certainty: number): RecordReading => ({
  ...nothing('records', certainty),
  refusal: { why, detail },
})

/** `who handled my order`: somebody of the staff, whose rows are not for customers. */
const isAboutStaff = ({ manner, text, description, isStaff }: Seen): boolean =>
  !isStaff &&
  manner.who &&
  /\bwho(?:m)? (?:\p{L}+ ){0,2}(?:took|handled?|handles|sold|served|processed|responsible|assigned|dealt|in charge|approved|packed|entered)\b/iu.test(text) &&
  description.relations.some(({ to }) => description.entities.some(({ name, owner }) => name === to.entity && owner.kind === 'staff'))

/** `who packed my parcel`, where `packed_by` is not for customers. */
const hiddenDoer = ({ manner, words, description }: Seen): string | null => {
  if (!manner.who) return null
  const said = new Set(words.map(({ root }) => root))
  const doers = description.entities.flatMap(({ fields }) => fields.filter(({ name }) => /^\p{L}{4,}_by$/u.test(name)))
  const meant = doers.filter(({ name }) => said.has(rootOf(name.slice(0, -3))))
  return meant.length > 0 && meant.every(({ visibleTo }) => visibleTo !== 'customer') ? meant[0]!.name.replaceAll('_', ' ') : null
}

/** `when is a refund paid out`: such a thing, and none that anybody has. */
const speaksInGeneral = ({ manner, ids, places, times, amounts, mentions, words, text }: Seen, values: readonly ValueMark[]): boolean =>
  !manner.own &&
  !manner.howMany &&
  mentions.every(({ isPlural }) => !isPlural) &&
  ids.length + places.length + times.length + amounts.length + values.length === 0 &&
  mentions.some(({ from }) => /\ban? (?:[\p{L}-]+ ){0,2}$/iu.test(text.slice(0, words[from]!.start)))

/** `what does the assembly cost`: of nobody's, and of nothing that is sold. */
const isPriceInGeneral = ({ manner, ids, places, times, amounts, mentions, description }: Seen, values: readonly ValueMark[], isTalk: boolean): boolean =>
  !isTalk &&
  manner.howMuch &&
  !manner.own &&
  !manner.summed &&
  !manner.average &&
  ids.length + places.length + times.length + amounts.length + values.length === 0 &&
  mentions.every(
    ({ isPlural, meanings }) =>
      !isPlural && meanings.every((meaning) => meaning.kind !== 'entity' || entityNamed(description, meaning.entity)?.owner.kind !== 'everyone'),
  )

/** `what is your phone number`: of whoever runs this, and the documents may know. */
const isOurs = ({ manner, ids, places, mentions, words, text }: Seen, values: readonly ValueMark[]): boolean =>
  !manner.own &&
  ids.length + places.length + values.length === 0 &&
  mentions.some(({ from }) => /\byour (?:[\p{L}-]+ ){0,2}$/iu.test(text.slice(0, words[from]!.start)))

/** Does it speak of rows of whoever asks, and not of such things in general? */
const isOwnRows = ({ ids, places, manner, mentions, text }: Seen, values: readonly ValueMark[]): boolean =>
  ids.length > 0 ||
  places.length > 0 ||
  (manner.own && values.length > 0) ||
  (/\b(?:my|our|this|that|these|those)\b/i.test(text) && mentions.length > 0) ||
  /\b(?:i|we) (?:\p{L}+ ){0,2}(?:ordered|bought|purchased|got|received|have)\b/iu.test(text)

/** `gift card balance`, `orders over $50`: nothing but what the records have. */
const isBareName = ({ mentions, unknown, text, manner }: Seen): boolean =>
  mentions.some(({ isVerb }) => !isVerb) &&
  unknown.length === 0 &&
  manner.rule === null &&
  !/^(?:what (?:is|are)|what's|explain|define|tell me about) (?:an? )?\p{L}+\??$/iu.test(text)

const isRecordish = (seen: Seen, values: readonly ValueMark[], { manner } = seen): boolean =>
  isOwnRows(seen, values) ||
  values.length > 0 ||
  manner.own ||
  (seen.mentions.length > 0 && seen.times.length + seen.amounts.length > 0) ||
  isBareName(seen) ||
  asksOfCatalogue(seen) ||
  (seen.mentions.length > 0 &&
    (manner.average || manner.summed || /^(?:list|show|which|how many|give|find|all|order|status|track|total|number)\b|\bstatus\b/i.test(seen.text)))

/** Of what everybody may see: `what categories are there`. */
const asksOfCatalogue = ({ mentions, description, text }: Seen): boolean =>
  /^(?:what|which|list|show|is|are|how many|how much)\b/i.test(text) &&
  mentions.some(({ meanings }) => meanings.some((meaning) => meaning.kind === 'entity' && entityNamed(description, meaning.entity)?.owner.kind === 'everyone'))

/** Something that everybody may see is named, and nothing is asked of it that records tell: `is anything paid back for opened puzzles`. */
const isOnlyNamed = ({ manner, ids, places, times, description, text }: Seen, values: readonly ValueMark[], { roles, sketch }: Concluded): boolean =>
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

/** `which of my orders are …`, `are there any … orders`. */
const isOfSome = ({ manner, mentions, text }: Seen): boolean =>
  (manner.yesNo || manner.howMany || /\bwhich\b|\bthat (?:are|were|have|is|was)\b/i.test(text)) && mentions.some(({ isPlural }) => isPlural)

const wordsLeft = ({ unknown, words, text }: Seen, values: readonly ValueMark[]): string =>
  unknown
    .filter(({ from, to }) => !values.some((value) => from < value.to && value.from < to))
    .map(({ from, to }) => text.slice(words[from]!.start, words[to - 1]!.end))
    .join(', ')
    .slice(0, 200)

const unexplained = ({ unknown, words, asking }: Seen, values: readonly ValueMark[]): number =>
  unknown
    .filter(({ from }) => !asking.isContext(words[from]!.start))
    .reduce(
      (sum, { from, to }) =>
        sum +
        (to - from) -
        values.filter((value) => value.from < to && from < value.to).reduce((held, value) => held + (Math.min(to, value.to) - Math.max(from, value.from)), 0),
      0,
    )

const understoodOf = (request: RecordRequest): string[] =>
  request.where.map(({ words, field, is, values }) => `${words} → ${field.entity}.${field.field} ${is} ${values.join(', ')}`.slice(0, 200))
