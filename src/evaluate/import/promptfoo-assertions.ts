import type { JsonSchema } from '../../domain/model.ts'
import type { UnplacedCase } from '../suite/blank-case.ts'
import type { Notes } from './notes.ts'
import { filledIn, isReference } from './promptfoo-variables.ts'
import { isFields, textOf, textsOf, type Fields } from './values.ts'

/** What assertions ask of the whole suite. */
export interface Demands {
  needsJudge: boolean
  mostCostUsd: number | null
  mostMs: number | null
}

export const noDemands: Demands = { needsJudge: false, mostCostUsd: null, mostMs: null }

interface Context {
  readonly variables: Fields
  readonly place: string
  /** Raised by what is applied. */
  readonly demands: Demands
  readonly notes: Notes
}

/** The case with what its test asserts; what cannot be said in a case is noted. */
export const applyAssertions = (assertions: readonly unknown[], made: UnplacedCase, context: Context): UnplacedCase =>
  assertions.reduce<UnplacedCase>((it, assertion) => applyOne(it, assertion, context), made)

const applyOne = (it: UnplacedCase, assertion: unknown, context: Context): UnplacedCase => {
  const { notes, place } = context
  const type = isFields(assertion) ? textOf(assertion['type']) : null
  if (!isFields(assertion) || type === null) {
    notes.add('An assertion without a type is left out.', place)
    return it
  }
  if (type === 'assert-set') {
    if (assertion['threshold'] !== undefined) notes.add('"threshold" of an assert-set is left out: each of its assertions counts.', place)
    return applyAssertions(Array.isArray(assertion['assert']) ? assertion['assert'] : [], it, context)
  }
  const apply = appliers[type]
  const values = textsOf(assertion['value']).map((text) => filledIn(text, context.variables))
  if (values.some(isReference)) {
    notes.add(`"${type}" takes its value from a file or address, which is not read; put the text in place of it.`, place)
    return it
  }
  if (!apply) {
    notes.add(`"${type}"${values.length > 0 ? ` (${shown(values[0]!)})` : ''} has no counterpart and is left out.`, place)
    return it
  }
  if (!isOfAnswer(assertion['transform'])) {
    notes.add(`"${type}" looks at something that "transform" makes of the answer, and is left out.`, place)
    return it
  }
  for (const name of ['weight', 'metric', 'provider', 'rubricPrompt', 'contextTransform', 'config']) {
    if (assertion[name] !== undefined) notes.add(`"${name}" of an assertion is left out.`, place)
  }
  return apply(it, { ...context, type, values, assertion })
}

/** Nothing is transformed, or the text is taken out of an object. */
const isOfAnswer = (transform: unknown): boolean => transform === undefined || /^output(\.(text|answer|output|content))?$/.test(String(transform).trim())

interface Applied extends Context {
  readonly type: string
  readonly values: readonly string[]
  readonly assertion: Fields
}

type Apply = (it: UnplacedCase, applied: Applied) => UnplacedCase

const contains: Apply = (it, { values }) => ({ ...it, contains: [...it.contains, ...values] })
const containsAll: Apply = (it, { values }) => ({ ...it, contains: [...it.contains, ...values.flatMap(separated)] })
const excludes: Apply = (it, { values }) => ({ ...it, excludes: [...it.excludes, ...values.flatMap(separated)] })

/** Of one list one has to be in the answer; a second list would be another such demand. */
const containsAny: Apply = (it, { values, type, notes, place }) => {
  if (it.answers.length === 0) return { ...it, answers: values.flatMap(separated) }
  notes.add(`A second "${type}" is left out: a case has one list of right answers.`, place)
  return it
}

const caseful =
  (apply: Apply): Apply =>
  (it, applied) => {
    applied.notes.add(`"${applied.type}" minds upper and lower case there; a suite does not.`, applied.place)
    return apply(it, applied)
  }

const equals: Apply = (it, applied) => {
  if (applied.values.length === 0) {
    applied.notes.add('"equals" with an object is left out; "response_schema" of a case asks for a form.', applied.place)
    return it
  }
  applied.notes.add(
    '"equals" became a right answer: it has to be in the answer, which may say more. "exact_match" tells whether it is all of it.',
    applied.place,
  )
  return containsAny(it, applied)
}

const startsWith: Apply = (it, applied) => {
  applied.notes.add('"starts-with" became "contains": where it stands in the answer does not count.', applied.place)
  return contains(it, applied)
}

const schema: Apply = (it, { assertion, type, notes, place }) => {
  const wanted = isFields(assertion['value']) ? (assertion['value'] as JsonSchema) : parsedSchema(assertion['value'])
  if (wanted !== null) return { ...it, responseSchema: wanted }
  notes.add(`"${type}" without a schema is left out: give the case a "response_schema".`, place)
  return it
}

const parsedSchema = (value: unknown): JsonSchema | null => {
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : null
    return isFields(parsed) ? (parsed as JsonSchema) : null
  } catch {
    return null
  }
}

/** What a good answer is, in words: a judge compares with it. */
const reference =
  (remark: string | null): Apply =>
  (it, { values, demands, notes, place, type }) => {
    if (values.length === 0) {
      notes.add(`"${type}" without a value is left out.`, place)
      return it
    }
    demands.needsJudge = true
    if (remark !== null) notes.add(`"${type}" ${remark}`, place)
    return { ...it, reference: [it.reference, ...values].filter(Boolean).join('\n') }
  }

const criterion = reference('became "reference": the judge reads it as what a good answer is.')

const bound =
  (name: 'mostCostUsd' | 'mostMs', metric: string): Apply =>
  (it, { assertion, demands, notes, place, type }) => {
    const most = Number(assertion['threshold'])
    if (assertion['threshold'] === undefined || !Number.isFinite(most)) notes.add(`"${type}" without a threshold is left out.`, place)
    else {
      demands[name] = Math.max(most, demands[name] ?? 0)
      notes.add(`"${type}" of a test became a threshold of the suite: "${metric}", at most the loosest of them.`, place)
    }
    return it
  }

const needless =
  (why: string): Apply =>
  (it, { notes, place, type }) => {
    notes.add(`"${type}" is left out: ${why}`, place)
    return it
  }

const appliers: Readonly<Record<string, Apply | undefined>> = {
  contains: caseful(contains),
  icontains: contains,
  'contains-all': caseful(containsAll),
  'icontains-all': containsAll,
  'contains-any': caseful(containsAny),
  'icontains-any': containsAny,
  'not-contains': caseful(excludes),
  'not-icontains': excludes,
  'not-contains-any': caseful(excludes),
  'not-icontains-any': excludes,
  equals,
  'starts-with': startsWith,
  'is-json': schema,
  'contains-json': schema,
  similar: reference('became "reference": a judge compares the meaning, and its threshold is left out.'),
  factuality: reference(null),
  'model-graded-factuality': reference(null),
  'llm-rubric': criterion,
  'model-graded-closedqa': criterion,
  'g-eval': criterion,
  'is-refusal': (it) => ({ ...it, mustAbstain: true }),
  'not-is-refusal': needless('every case that does not say "abstain" wants an answer.'),
  'context-faithfulness': needless('every sentence is checked against the passages anyway; set a threshold for "supported_share", or judge by "grounded.v1".'),
  'answer-relevance': needless('judge by "helpful.v1" instead.'),
  'context-recall': needless('name the words in "quotes"; "citation_recall" tells whether they were found.'),
  'context-relevance': needless('name "sources" or "quotes"; "citation_precision" tells what was found beside them.'),
  cost: bound('mostCostUsd', 'cost'),
  latency: bound('mostMs', 'latency_p95'),
}

/** A list may be written as one text with commas. */
const separated = (text: string): string[] =>
  (/^[^,\n]{1,40}(,[^,\n]{1,40})+$/.test(text) ? text.split(',').map((it) => it.trim()) : [text]).filter((it) => it !== '')

const shown = (text: string): string => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`
