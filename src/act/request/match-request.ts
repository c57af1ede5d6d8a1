import type { ActionDefinition, ActionParameter } from '../../domain/action.ts'
import { rangeOf } from '../check-parameters.ts'
import { wordsOfActions, type ActionWords, type ClassOf } from './action-words.ts'
import { bindParameters, type Bound } from './bind-parameters.ts'
import { atomsOf, plain, readWords, type RequestWord } from './read-words.ts'
import { condition, fillers, genericNouns, negation, question, reasonClause, stemmed } from './vocabulary.ts'

export type MatchRefusal = 'undefined' | 'ambiguous' | 'missing' | 'not_allowed' | 'negated' | 'compound' | 'condition'

export type RequestMatch =
  | { readonly action: string; readonly parameters: Readonly<Record<string, string>>; readonly refusal: null; readonly nearest: readonly ActionDefinition[] }
  | { readonly action: null; readonly refusal: Refused; readonly nearest: readonly ActionDefinition[] }

export interface Refused {
  readonly reason: MatchRefusal
  readonly message: string
  readonly missing: readonly { readonly name: string; readonly range: string }[]
}

const marks = /[;|&`$<>\\{}\n\r]|(?:^|[\s=(])--?\p{L}/u
const mostCharacters = 300

/**
 * Plain words to one defined action with all its parameters, by rules: every word must be one of the action's, a value of its parameters, or one
 * that changes nothing; what is left over, said twice, said of two things, denied or said of another time is a refusal. Nothing is guessed.
 */
export const matchRequest = (text: string, definitions: readonly ActionDefinition[]): RequestMatch => {
  const { actions, classOf } = wordsOfActions(definitions)
  const head = plain(text).replace(reasonClause, ' ').trim()
  const words = readWords(head)
  const fits = actions.map((it) => fitOf(it, words, classOf)).sort((one, other) => other.nearness - one.nearness)
  const nearest = fits
    .filter(({ nearness }) => nearness > 0)
    .slice(0, 3)
    .map(({ action }) => action.definition)
  const refuse = (reason: MatchRefusal, message: string, missing: readonly ActionParameter[] = []): RequestMatch => ({
    action: null,
    refusal: { reason, message, missing: missing.map((it) => ({ name: it.name, range: rangeOf(it) })) },
    nearest,
  })

  if (definitions.length === 0) return refuse('undefined', 'No action is defined. Write one into the file of systems (systems.yaml).')
  if (text.length > mostCharacters) return refuse('not_allowed', 'A request has at most 300 characters. Ask for one thing, in plain words.')
  if (marks.test(text))
    return refuse('not_allowed', 'A request is plain words, without line ends, options or marks of a shell. Nothing of it would ever be run.')
  if (question.test(head))
    return refuse('condition', 'This asks or tells something, and orders nothing. Say what is to be done ("restart …"), or ask with "answerable diagnose".')
  if (negation.test(head)) return refuse('negated', 'This says what is not to be done. Nothing was proposed. Say only what is to be done.')
  if (condition.test(head))
    return refuse('condition', 'This says when, how often or which of two. What is proposed here runs once, when you approve it: say only what is to be done.')

  const fitting = fits.filter(({ left, isMeant }) => left.length === 0 && isMeant)
  if (fitting.length === 0) return refuse(...whyNone(fits, words, classOf))
  const [best, ...others] = preferred(fitting)
  if (others.length > 0)
    return refuse(
      'ambiguous',
      `This may be ${[best!, ...others].map(({ action }) => `"${action.definition.name}"`).join(' or ')}. Say which, in the words of its description.`,
    )
  const { definition } = best!.action
  const { parameters, unclear, missing } = best!.bound
  if (unclear.length > 0)
    return refuse('compound', `"${unclear[0]!.name}" must be one value, said as it is to be: ${rangeOf(unclear[0]!)}. Ask for one thing at a time.`, unclear)
  if (missing.length > 0)
    return refuse('missing', `"${definition.name}" also needs ${missing.map((it) => `"${it.name}" (${rangeOf(it)})`).join(' and ')}.`, missing)
  const out = definition.parameters.find((it) => it.kind === 'integer' && !isWithin(it, parameters[it.name]!))
  if (out) return refuse('not_allowed', `"${out.name}" must be ${rangeOf(out)}.`, [out])
  return { action: definition.name, parameters, refusal: null, nearest }
}

interface Fit {
  readonly action: ActionWords
  readonly bound: Bound
  /** Words that the action does not know. */
  readonly left: readonly RequestWord[]
  /** What it does is what is asked for, and to something that it is done to. */
  readonly isMeant: boolean
  /** Of the form that is said best, the share of its things that are said. */
  readonly coverage: number
  readonly nearness: number
}

const fitOf = (action: ActionWords, words: readonly RequestWord[], classOfAny: ClassOf): Fit => {
  const classOf = classesFor(action, classOfAny)
  const bound = bindParameters(action.definition, words)
  const rest = words.filter((_, index) => !bound.used.has(index))
  const classes = new Set(rest.flatMap((it) => classOf(it.stem) ?? []))
  // Who says which one need not say what kind of thing it is: "vacuum orders".
  const named = Object.keys(bound.parameters).flatMap((name) => atomsOf(name).map(stemmed))
  // A word that names a value is said all the same: "restart-api" is asked for with "restart the api", whatever takes "api".
  const said = new Set([...words.map(({ stem }) => stem), ...named])
  const isNamed = bound.used.size > 0 || action.definition.parameters.length === 0
  const coverages = action.forms.filter(({ main }) => main === null || classes.has(main)).map(({ things }) => coverageOf(things, said, isNamed))
  const coverage = Math.max(0, ...coverages)
  const left = rest.filter((it) => isLeft(it, action, classOf))
  const shared = rest.filter(({ stem }) => action.known.has(stem)).length + bound.used.size
  return { action, bound, left, isMeant: classes.size > 0 && coverage >= 0.5, coverage, nearness: shared === 0 ? 0 : shared - left.length / 2 }
}

/** Whoever says to how many it is raised or lowered says how it is scaled. */
const classesFor =
  ({ classes }: ActionWords, classOf: ClassOf): ClassOf =>
  (stem) => {
    const what = classOf(stem)
    return classes.has('scale') && (what === 'increase' || what === 'decrease') ? 'scale' : what
  }

/** A form that names nothing in particular ("restart a unit") is meant by what its parameter names; one without parameters by itself. */
const coverageOf = (things: ReadonlySet<string>, said: ReadonlySet<string>, isNamed: boolean): number => {
  if (things.size === 0) return isNamed ? 1 : 0
  return [...things].filter((it) => said.has(it)).length / things.size
}

const isLeft = (word: RequestWord, { known, classes }: ActionWords, classOf: ClassOf): boolean => {
  const what = classOf(word.stem)
  if (what !== null) return !classes.has(what) && !known.has(word.stem)
  if (word.number !== null || word.text.endsWith('%')) return true
  return !known.has(word.stem) && !fillers.has(word.text) && !genericNouns.has(word.stem)
}

/** Those that have all they need before those that lack something; what is said whole before what is said in part. */
const preferred = (fitting: readonly Fit[]): readonly Fit[] => {
  const complete = fitting.filter(({ bound }) => bound.missing.length === 0)
  const able = complete.length > 0 ? complete : fitting
  const whole = able.filter(({ coverage }) => coverage === 1)
  return whole.length > 0 ? whole : able
}

const whyNone = (fits: readonly Fit[], words: readonly RequestWord[], classOf: ClassOf): [MatchRefusal, string] => {
  const meant = fits.filter(({ isMeant }) => isMeant)
  const [near] = meant.length > 0 ? meant : fits
  const orders = new Set(words.flatMap((it) => classOf(it.stem) ?? []))
  const foreign = near?.left.find((it) => classOf(it.stem) !== null)
  if (foreign && near!.isMeant && orders.size > 1)
    return ['compound', `"${foreign.text}" is more than "${near!.action.definition.name}" does. Ask for one thing at a time.`]
  const unknown = near?.isMeant ? near.left[0] : undefined
  if (unknown)
    return [
      unknown.isName || unknown.number !== null ? 'not_allowed' : 'undefined',
      `"${unknown.text.slice(0, 60)}" is nothing that "${near!.action.definition.name}" knows${rangesOf(near!.action.definition)}. Use its own words, or leave it out.`,
    ]
  return ['undefined', 'No action is defined for this. What is to be done must be named, in words of an action.']
}

const rangesOf = ({ parameters }: ActionDefinition): string =>
  parameters.length === 0 ? '' : ` (${parameters.map((it) => `${it.name}: ${rangeOf(it)}`).join('; ')})`

const isWithin = ({ min, max }: ActionParameter, value: string): boolean => Number(value) >= (min ?? -Infinity) && Number(value) <= (max ?? Infinity)
