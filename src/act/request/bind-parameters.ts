import type { ActionDefinition, ActionParameter } from '../../domain/action.ts'
import { atomsOf, type RequestWord } from './read-words.ts'
import { stemmed } from './vocabulary.ts'

export interface Bound {
  readonly parameters: Readonly<Record<string, string>>
  readonly missing: readonly ActionParameter[]
  /** Those that the words say two values for, or a value that may be one of two. */
  readonly unclear: readonly ActionParameter[]
  /** Words that are values of parameters, by their index. */
  readonly used: ReadonlySet<number>
}

interface Place {
  readonly value: string
  readonly from: number
  /** Index after the last word. */
  readonly to: number
}

/** Values of closed parameters that stand in the words, whole; nothing is guessed, and what has one possible value needs no word. */
export const bindParameters = ({ parameters }: Pick<ActionDefinition, 'parameters'>, words: readonly RequestWord[]): Bound => {
  const found: Record<string, string> = {}
  const [missing, unclear]: [ActionParameter[], ActionParameter[]] = [[], []]
  const used = new Set<number>()
  const named = parameters.filter(({ kind }) => kind !== 'integer')
  for (const parameter of named) {
    const all = placesOf(parameter.values ?? [], words)
    const own = named.length > 1 ? nearestTo(parameter, named, all, words) : all
    const values = [...new Set(own.map(({ value }) => value))]
    if (values.length > 1) unclear.push(parameter)
    if (values.length === 1) found[parameter.name] = values[0]!
    else if (values.length === 0 && parameter.values?.length === 1) found[parameter.name] = parameter.values[0]!
    else if (values.length === 0) missing.push(parameter)
    for (const { from, to } of own) for (let index = from; index < to; index++) used.add(index)
  }
  const integers = parameters.filter(({ kind }) => kind === 'integer')
  const numbers = words.flatMap((word, index) => (word.number !== null && !used.has(index) ? [index] : []))
  for (const parameter of integers) {
    const own = integers.length === 1 ? numbers : numbers.filter((index) => isBeside(parameter, words, index))
    if (own.length > 1 || own.some((index) => words[index - 1]?.text === 'by')) unclear.push(parameter)
    else if (own.length === 0) missing.push(parameter)
    else found[parameter.name] = words[own[0]!]!.number!
    for (const index of own) used.add(index)
  }
  return { parameters: found, missing, unclear, used }
}

/** The longest names first, so that `web-1` is not seen in `web-1-old`; a unit is also known without its suffix. */
const placesOf = (values: readonly string[], words: readonly RequestWord[]): Place[] => {
  const forms = values.flatMap((value) => {
    const short = value.replace(/\.(?:service|timer|socket|target|mount)$/, '')
    return [...new Set([value, short])].map((form) => ({ value, form: joined(form), atoms: atomsOf(form) }))
  })
  const taken = new Set<number>()
  return forms
    .filter(({ atoms }) => atoms.length > 0)
    .sort((one, other) => other.atoms.length - one.atoms.length)
    .flatMap(({ value, form, atoms }) =>
      words.flatMap((_, from): Place[] => {
        const to = endOf(form, atoms.length, words, from)
        if (to === null || range(from, to).some((index) => taken.has(index))) return []
        range(from, to).forEach((index) => taken.add(index))
        return [{ value, from, to }]
      }),
    )
}

/** Where the words from `from` on are this name, written together or apart; null where they are not. */
const endOf = (form: string, atoms: number, words: readonly RequestWord[], from: number): number | null => {
  for (let to = from + 1; to <= Math.min(words.length, from + atoms); to++) {
    const said = words.slice(from, to).map(({ text }) => text)
    if (joined(said.join(' ')) === form) return to
  }
  return null
}

/** `Web_2`, `web 2` and `web-2` are one name; `../web-2` is none. */
const joined = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '-')

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

/** Of two parameters that take the same names, each takes the one behind its own name (`from web-1 to web-2`). */
const nearestTo = (parameter: ActionParameter, all: readonly ActionParameter[], places: readonly Place[], words: readonly RequestWord[]): Place[] =>
  places.filter(({ value, from }) => {
    const rivals = all.filter((it) => it.values?.includes(value))
    return rivals.length === 1 || words[from - 1]?.text === parameter.name
  })

/** The number stands within two words of the parameter's name, or of a word that tells what it counts. */
const isBeside = (parameter: ActionParameter, words: readonly RequestWord[], at: number): boolean => {
  const cues = new Set([...atomsOf(parameter.name), ...atomsOf(parameter.description)].map(stemmed))
  return words.some((word, index) => index !== at && Math.abs(index - at) <= 2 && cues.has(word.stem))
}
