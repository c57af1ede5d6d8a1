import { isAppError } from '../../base/error.ts'
import { readJson } from '../../base/read-json.ts'
import type { Message } from '../../domain/model.ts'
import type { Condition, FindRecords, ReadRecordQuestion, RecordQuestion, RecordReading, RecordRequest } from '../../domain/record-request.ts'
import type { FieldRef } from '../../domain/record-description.ts'
import type { ModelFor } from '../../domain/task.ts'
import { checkRequest } from '../check-request.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { asData, complete, type PromptText } from './complete.ts'
import { modelReadingSchema, readingSchemaFor, type ModelAsk } from './model-reading.ts'
import { saidValue } from './said-values.ts'
import { shownThings, thingsText } from './shown-things.ts'

export interface ModelReader {
  readonly modelFor: ModelFor
  readonly prompt: PromptText
  /** A model that takes longer is not waited for. */
  readonly timeoutMs: number
  /** Why the rules' reading stood, for the log. */
  readonly onFailure?: (message: string) => void
}

/** Below it the rules are unsure: each word that they leave unexplained takes 0.2 off 0.95 (`read/`). */
export const unsureBelow = 0.7

const mostTokens = 260

/**
 * The rules' reading, and where they saw that rows are asked for and not which, a model's: it chooses among what is described, and never sees a row.
 * What it chose has to pass the same check as what rules choose, and its values have to stand in what was said; else the rules' reading stands.
 */
export const readWithModel =
  (rules: ReadRecordQuestion, reader: ModelReader): ReadRecordQuestion =>
  async (question, findValues, signal) => {
    const byRules = await rules(question, findValues, signal)
    if (!leavesToModel(byRules)) return byRules
    return (await readByModel(question, byRules, reader, signal)) ?? byRules
  }

/** A reading of the rules is never given up for a model's: small ones spoilt what was right and mended nothing (evals/LOG.md, 2026-11-23). */
const leavesToModel = ({ certainty, refusal }: RecordReading): boolean =>
  certainty < unsureBelow && (refusal?.why === 'not_covered' || refusal?.why === 'unclear')

const readByModel = async (
  question: RecordQuestion,
  rules: RecordReading,
  { modelFor, prompt, timeoutMs, onFailure }: ModelReader,
  signal?: AbortSignal,
): Promise<RecordReading | null> => {
  const model = modelFor('extract')
  if (!model) return null
  const things = shownThings(question)
  const late = AbortSignal.timeout(timeoutMs)
  const values = { things: thingsText(things), history: historyText(question.history), question: asData('question', question.text) }
  try {
    const options = { schema: readingSchemaFor(things), mostTokens }
    const { text, model: by } = await complete(model, prompt, values, options, signal ? AbortSignal.any([signal, late]) : late)
    const reading = readingOf(text, question, rules, by)
    if (!reading) onFailure?.(`${by} chose nothing that can be asked.`)
    return reading
  } catch (error) {
    if (signal?.aborted) throw error
    if (!late.aborted && !isAppError(error)) throw error
    onFailure?.(`The model could not read the question: ${late.aborted ? 'it took too long' : (error as Error).message}`)
    return null
  }
}

/** Null for what cannot be asked, or asks for no rows. */
const readingOf = (text: string, question: RecordQuestion, rules: RecordReading, by: string): RecordReading | null => {
  const { value } = readJson(text)
  const parsed = modelReadingSchema.safeParse(value)
  if (!parsed.success) return null
  const { about, ask } = parsed.data
  const requests = ask.map((it) => requestOf(it, question))
  if (requests.some((it) => it === null || checkRequest(question.description, it, question.isStaff).length > 0)) return null
  const asked = requests as RecordRequest[]
  if ((about !== 'records' && about !== 'both') || asked.length === 0) return null
  return {
    about,
    requests: asked,
    documentQuestion: about === 'both' ? rules.documentQuestion || question.text : '',
    refusal: null,
    by,
    certainty: unsureBelow,
    understood: asked.flatMap(({ where }) => where.map((it) => `${it.words} → ${it.field.entity}.${it.field.field} ${it.is} ${it.values.join(', ')}`)),
  }
}

const requestOf = (ask: ModelAsk, question: RecordQuestion): RecordRequest | null => {
  const { description } = question
  const fields = ask.fields.map(refOf)
  const where = ask.where.map((it) => conditionOf(it, question))
  if (where.includes(null)) return null
  const conditions = where as Condition[]
  const limit = Math.min(description.limits.rows, 20)
  if (ask.what !== 'find') {
    const of = ask.what === 'count' ? null : (fields.find((ref) => isNumber(ref, question)) ?? null)
    return {
      kind: 'figure',
      entity: ask.of,
      figure: ask.what,
      of,
      where: conditions,
      by: ask.by === null ? null : refOf(ask.by),
      limit: ask.by === null ? 1 : limit,
    }
  }
  const placed = placedIn(ask, question)
  return placed === null
    ? null
    : { kind: 'find', entity: ask.of, fields: [...new Map(fields.map((it) => [`${it.entity}.${it.field}`, it])).values()], where: conditions, ...placed }
}

const placedIn = ({ of, place }: ModelAsk, { description }: RecordQuestion): Pick<FindRecords, 'order' | 'offset' | 'limit'> | null => {
  const newestBy = entityNamed(description, of)?.newestBy ?? null
  const by = newestBy === null ? null : { entity: of, field: newestBy }
  if (place === 'all') return { order: by && { by, descending: true }, offset: 0, limit: description.limits.rows }
  return by && { order: { by, descending: place !== 'oldest' }, offset: place === 'second newest' ? 1 : 0, limit: 1 }
}

const conditionOf = ({ field: name, is, value }: ModelAsk['where'][number], question: RecordQuestion): Condition | null => {
  const ref = refOf(name)
  const field = fieldOf(question.description, ref)
  const said = field && saidValue(question, ref.entity, field, is, value)
  return said && { field: ref, ...said }
}

const isNumber = (ref: FieldRef, { description }: RecordQuestion): boolean =>
  ['count', 'number', 'money', 'date', 'time'].includes(fieldOf(description, ref)?.type ?? '')

const refOf = (name: string): FieldRef => {
  const at = name.indexOf('.')
  return { entity: name.slice(0, at), field: name.slice(at + 1) }
}

const historyText = (history: readonly Message[]): string =>
  history.length === 0
    ? ''
    : asData(
        'earlier',
        history
          .slice(-4)
          .map(({ role, content }) => `${role}: ${content.slice(0, 400)}`)
          .join('\n'),
      )
