/** What is wrong with a file of systems although each value is in order: names twice, names of nothing. */
import type { Located, Path } from '../../base/located.ts'
import { didYouMean } from '../../base/nearest.ts'
import type { ActionFile } from './action-file.ts'
import type { SystemsFile } from './systems-file.ts'
import { namesOf } from './to-action.ts'

const lists = [
  'prometheus',
  'probes',
  'logs',
  'postgres',
  'kubernetes',
  'processes',
  'certificates',
  'endpoints',
  'directories',
  'files',
  'watches',
  'actions',
] as const

export const systemsFaults = (given: SystemsFile, located: Located): string[] => {
  const at = (path: Path, sentence: string): string => `${located.placeOf(path)}: ${sentence}`
  return [
    ...lists.flatMap((list) =>
      repeated(given[list].map((it) => it.name)).map(({ name, index }) => at([list, index, 'name'], `"${list}" has another "${name}".`)),
    ),
    ...given.actions.flatMap((action, index) => actionFaults(action, given).map((sentence) => at(['actions', index], sentence))),
  ]
}

const repeated = (names: readonly string[]): { name: string; index: number }[] =>
  names.flatMap((name, index) => (names.indexOf(name) < index ? [{ name, index }] : []))

const actionFaults = (action: ActionFile, given: SystemsFile): string[] => {
  const known = action.parameters.map((it) => it.name)
  const used = action.argv.flatMap(placeholders)
  const actions = given.actions.map((it) => it.name)
  return [
    ...(action.argv[0]!.startsWith('/') && placeholders(action.argv[0]!).length === 0
      ? []
      : [`The program of "${action.name}" must be an absolute path without parameters.`]),
    ...repeated(known).map(({ name }) => `"${action.name}" has another parameter "${name}".`),
    ...used.filter((it) => !known.includes(it)).map((it) => `"${action.name}" has no parameter "${it}" for its argument "{${it}}".${didYouMean(it, known)}`),
    ...known.filter((it) => !used.includes(it)).map((it) => `The parameter "${it}" of "${action.name}" is in none of its arguments: write "{${it}}" there.`),
    ...action.parameters
      .filter((it) => it.kind === 'inventory' && namesOf(given, it.of).length === 0)
      .map((it) => `The parameter "${it.name}" of "${action.name}" takes names of a list that is empty.`),
    ...undoFaults(action, given, actions),
  ]
}

const undoFaults = ({ name, undo, parameters }: ActionFile, given: SystemsFile, actions: readonly string[]): string[] => {
  if (!undo) return []
  const target = given.actions.find((it) => it.name === undo.action)
  if (!target) return [`"${name}" is undone by "${undo.action}", which is no action.${didYouMean(undo.action, actions)}`]
  const wanted = target.parameters.map((it) => it.name)
  const own = parameters.map((it) => it.name)
  const asked = Object.values(undo.parameters).flatMap(placeholders)
  return [
    ...wanted.filter((it) => !Object.hasOwn(undo.parameters, it)).map((it) => `"${undo.action}", which undoes "${name}", needs the parameter "${it}".`),
    ...Object.keys(undo.parameters)
      .filter((it) => !wanted.includes(it))
      .map((it) => `"${undo.action}", which undoes "${name}", has no parameter "${it}".${didYouMean(it, wanted)}`),
    ...asked.filter((it) => !own.includes(it)).map((it) => `The undo of "${name}" takes "{${it}}", and "${name}" has no such parameter.${didYouMean(it, own)}`),
  ]
}

const placeholders = (argument: string): string[] => [...argument.matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map((match) => match[1]!)
