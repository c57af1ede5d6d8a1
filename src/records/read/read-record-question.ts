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
import {
  isOfService,
  isPaidForTime,
  isDoneLate,
  isUsed,
  isUntoldFee,
  isOnlyOwnPlace,
  isOpinion,
  speaksInGeneral,
  isPriceInGeneral,
  isOurs,
  isOnlyNamed,
  isOnlyContext,
} from './of-nobody.ts'
import { isAboutStaff, hiddenDoer } from './of-staff.ts'
import { isOwnRows, isRecordish, otherSubject, isOfSome } from './of-rows.ts'
import { wordsLeft, unexplained } from './left-over.ts'
import { generic } from './roles.ts'
import { isPeriodic } from './meant-fields.ts'
import { requestsOf } from './requests.ts'
import { stateFor } from './asked-fields.ts'
import { overdueOf, owedIn, stateNotKnown } from './states-meant.ts'
import type { Sketch } from './sketch.ts'
import { seeQuestion, type Seen } from './seen.ts'
import { spelledWell } from './spelling.ts'
import { lookForValues, type ValueMark } from './values.ts'

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
  const isSold = values.length > 0 || roles.choices.some(({ field }) => entityNamed(description, field.entity)?.owner.kind === 'everyone')
  const sells = manner.rule === 'general' && isSold && /\b(?:have|sell|carry|stock|offer|charge|ask|want)\b/i.test(seen.text)
  // What may be done to a row, or was asked to be done, rests on the row as a whole.
  const asked = sketch && (manner.change || (manner.rule !== null && !sells)) ? wholeRows(seen, sketch) : sketch
  // All that is sold answers no question of what may be done.
  const isOfAnything = (request: RecordRequest): boolean => request.where.length > 0 || entityNamed(description, request.entity)?.owner.kind !== 'everyone'
  const requests = (asked ? requestsOf(asked, description, isStaff) : []).filter((request) => manner.rule === null || isOfAnything(request))
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
  if (roles.hidden.length > 0 && roles.fields.every(({ mention }) => generic.test(mention.words)))
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
  if (isDoneLate(seen) && requests.length > 0)
    return refused('not_covered', 'Whether something was early or late is not worked out; of one row the days can be asked for.', 0.85)
  if (requests.some((request) => request.kind === 'figure' && request.figure === 'sum' && request.of !== null && isPeriodic(fieldOf(description, request.of))))
    return refused('not_covered', 'What is charged again and again is not added up; the single payments can be asked for.', 0.85)
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
  if (left > 0 && isOnlyContext(seen, values)) return { ...nothing('documents', 0.6), documentQuestion: seen.text }
  if (left > 0 && isOnlyNamed(seen, values, concluded)) return { ...nothing('documents', 0.6), documentQuestion: seen.text }
  const isAllOfSold = (request: RecordRequest): boolean =>
    request.kind === 'find' &&
    request.fields.length + request.where.length === 0 &&
    !request.within &&
    entityNamed(description, request.entity)?.owner.kind === 'everyone'
  if (left > 0 && requests.length > 0 && requests.every(isAllOfSold)) return { ...nothing('documents', 0.6), documentQuestion: seen.text }
  // Nothing narrows it, and a word that should is not understood: all rows would be told as if they were those.
  if (left > 0 && isOfSome(seen) && requests.every(({ where, within }) => where.length === 0 && !within))
    return refused('not_covered', wordsLeft(seen, values), 0.5)
  if (requests.length === 0 || !(isTalk || isRecordish(seen, values)))
    return { ...nothing('documents', requests.length === 0 && seen.mentions.length === 0 ? 0.7 : 0.5), documentQuestion: seen.text }
  return { ...base, about: 'records', certainty: Math.max(0.2, 0.95 - 0.2 * left) }
}

/** How many customers there are is nobody's own. */
const isCountOfCustomers = (requests: readonly RecordRequest[], { customers }: RecordQuestion['description']): boolean =>
  requests.some((request) => request.kind === 'figure' && request.figure === 'count' && request.entity === customers.entity)

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

const understoodOf = (request: RecordRequest): string[] =>
  request.where.map(({ words, field, is, values }) => `${words} → ${field.entity}.${field.field} ${is} ${values.join(', ')}`.slice(0, 200))
