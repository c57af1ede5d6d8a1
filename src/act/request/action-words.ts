import type { ActionDefinition } from '../../domain/action.ts'
import { readWords } from './read-words.ts'
import { classOf, fillers, genericNouns } from './vocabulary.ts'

/** The words of one action: what a request for it may say. */
export interface ActionWords {
  readonly definition: ActionDefinition
  /** Stems of everything that its definition says. */
  readonly known: ReadonlySet<string>
  /** What is done in it, of any class. */
  readonly classes: ReadonlySet<string>
  /** Its name, its description and each of its phrases: one of them is what people say. */
  readonly forms: readonly ActionForm[]
}

export interface ActionForm {
  /** What is done, by its first word of a class; null where it names none. */
  readonly main: string | null
  /** To what: stems without generic nouns. */
  readonly things: ReadonlySet<string>
}

/** All actions at once: what one of them does is asked for or not in the requests for all others. */
export const wordsOfActions = (definitions: readonly ActionDefinition[]): { readonly actions: readonly ActionWords[]; readonly classOf: ClassOf } => {
  const own = new Set(definitions.flatMap((it) => [nameOf(it), it.description].map(stemsOf).flatMap(ownVerb)))
  const classed: ClassOf = (stem) => classOf(stem) ?? (own.has(stem) ? stem : null)
  return { actions: definitions.map((it) => wordsOfAction(it, classed)), classOf: classed }
}

export type ClassOf = (stem: string) => string | null

/** `touch the flag file`: what begins with no verb that everybody knows begins with one of the operator's own. */
const ownVerb = (stems: readonly string[]): readonly string[] => (stems.every((it) => classOf(it) === null) ? stems.slice(0, 1) : [])

const nameOf = ({ name }: ActionDefinition): string => name.replace(/[_-]/g, ' ')

const wordsOfAction = (definition: ActionDefinition, classed: ClassOf): ActionWords => {
  const texts = [nameOf(definition), definition.description, ...definition.phrases]
  const stems = texts.map(stemsOf)
  const aside = definition.parameters.flatMap((it) => stemsOf(`${it.name.replace(/_/g, ' ')} ${it.description}`))
  const told = stems.flat()
  return {
    definition,
    known: new Set([...told, ...aside, ...stemsOf(definition.service ?? '')]),
    classes: new Set(told.flatMap((it) => classed(it) ?? [])),
    forms: stems.map((it) => formOf(it, classed)),
  }
}

const formOf = (stems: readonly string[], classed: ClassOf): ActionForm => ({
  main: stems.map(classed).find((it) => it !== null) ?? null,
  things: new Set(stems.filter((it) => classed(it) === null && !genericNouns.has(it))),
})

const placeholder = /\{[a-z0-9_]+\}/g
const stemsOf = (text: string): string[] =>
  readWords(text.replace(placeholder, ' '))
    // "Restart one service" is to any of them.
    .filter((it) => !fillers.has(it.text) && it.number === null)
    .flatMap((it) => [it.stem, ...(it.isName ? readWords(it.atoms.join(' ')).map((part) => part.stem) : [])])
