import type { ActionCheck, ActionDefinition } from '../domain/action.ts'
import { checkParameters } from './check-parameters.ts'
import { fillArgv, fillText } from './fill-argv.ts'

/** One call of one action, filled: what would be executed, looked at afterwards, and proposed to take it back. */
export interface PlannedCall {
  readonly definition: ActionDefinition
  readonly parameters: Readonly<Record<string, string>>
  readonly argv: readonly string[]
  readonly check: ActionCheck | null
  readonly undo: { readonly action: string; readonly parameters: Readonly<Record<string, string>> } | null
}

/** Fails with `invalid`: a parameter that is missing or outside of its set. */
export const planCall = (definition: ActionDefinition, given: Readonly<Record<string, unknown>>): PlannedCall => {
  const parameters = checkParameters(definition, given)
  return {
    definition,
    parameters,
    argv: fillArgv(definition.argv, parameters),
    check: definition.check && filledCheck(definition.check, parameters),
    undo: definition.undo && { action: definition.undo.action, parameters: filledAll(definition.undo.parameters, parameters) },
  }
}

const filledCheck = (check: ActionCheck, parameters: Readonly<Record<string, string>>): ActionCheck => ({
  ...check,
  params: Object.fromEntries(Object.entries(check.params).map(([name, value]) => [name, typeof value === 'string' ? fillText(value, parameters) : value])),
  labels: filledAll(check.labels, parameters),
})

const filledAll = (texts: Readonly<Record<string, string>>, parameters: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, fillText(value, parameters)]))

/** For people: what must be seen afterwards. */
export const checkSentence = ({ check }: PlannedCall): string => {
  if (!check) return 'Nothing is looked at afterwards: look yourself.'
  const { equals, above, below } = check.expect
  const wanted = [
    ...(equals === undefined ? [] : [`be ${equals}`]),
    ...(above === undefined ? [] : [`be above ${above}`]),
    ...(below === undefined ? [] : [`be below ${below}`]),
  ].join(' and ')
  return `Within ${check.withinSeconds} s "${check.fact}"${ofWhat({ ...check.params, ...check.labels })} must ${wanted} (${check.capability}).`
}

const ofWhat = (names: Readonly<Record<string, unknown>>): string => {
  const values = [...new Set(Object.values(names).map(String))]
  return values.length === 0 ? '' : ` of ${values.join(', ')}`
}

/** For people: how it is taken back. */
export const undoSentence = ({ undo }: PlannedCall): string => {
  if (!undo) return 'It cannot be taken back.'
  const values = Object.entries(undo.parameters).map(([name, value]) => `${name} ${value}`)
  return `It is taken back by the action "${undo.action}"${values.length === 0 ? '' : ` with ${values.join(', ')}`}, which asks again.`
}
