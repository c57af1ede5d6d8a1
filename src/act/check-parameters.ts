import { AppError } from '../base/error.ts'
import type { ActionDefinition, ActionParameter } from '../domain/action.ts'

/**
 * The parameters of a call as text, in the order of the definition. Fails with `invalid`, and a sentence for everything that is wrong: one that is
 * missing, one that the action does not have, a value outside of its closed set.
 */
export const checkParameters = (definition: ActionDefinition, given: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const unknown = Object.keys(given).filter((name) => !definition.parameters.some((it) => it.name === name))
  const checked = definition.parameters.map((it) => ({ name: it.name, ...checkValue(it, Object.hasOwn(given, it.name) ? given[it.name] : undefined) }))
  const faults = [
    ...unknown.map((name) => `The action "${definition.name}" has no parameter "${name.slice(0, 64)}".`),
    ...checked.flatMap(({ fault }) => fault ?? []),
  ]
  if (faults.length > 0) throw new AppError('invalid', faults.join(' '))
  return Object.fromEntries(checked.map(({ name, value }) => [name, value!]))
}

type Checked = { readonly value: string; readonly fault?: undefined } | { readonly value?: undefined; readonly fault: string }

const checkValue = (parameter: ActionParameter, given: unknown): Checked => {
  if (given === undefined || given === null || given === '') return { fault: `"${parameter.name}" is missing: ${rangeOf(parameter)}.` }
  const value = typeof given === 'number' ? String(given) : given
  if (typeof value !== 'string' || !isAllowed(parameter, value)) return { fault: `"${parameter.name}" must be ${rangeOf(parameter)}.` }
  return { value }
}

const isAllowed = ({ kind, values, min, max }: ActionParameter, value: string): boolean => {
  if (kind !== 'integer') return values?.includes(value) ?? false
  // Without signs that are not needed, leading zeros or exponents: one text for one number, since the text is what is approved.
  if (!/^(0|-?[1-9]\d{0,14})$/.test(value)) return false
  return Number(value) >= (min ?? Number.MIN_SAFE_INTEGER) && Number(value) <= (max ?? Number.MAX_SAFE_INTEGER)
}

/** For people: what a parameter may be. */
export const rangeOf = ({ kind, values = [], min, max }: ActionParameter): string => {
  if (kind === 'integer') return `a whole number from ${min} to ${max}`
  if (values.length === 0) return 'a name of the inventory, and the inventory is empty'
  return values.length > mostShown
    ? `one of ${values.slice(0, mostShown).join(', ')} and ${values.length - mostShown} others`
    : values.length === 1
      ? values[0]!
      : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

const mostShown = 12
