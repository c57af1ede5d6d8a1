/** What a file of systems asks to look at, against what may be looked at. Where a capability does not list its facts, whether one is called so shows only when it is seen. */
import { didYouMean } from '../../base/nearest.ts'
import type { Capabilities, Capability } from '../../domain/capability.ts'
import type { Systems } from '../../domain/systems.ts'

interface Asked {
  readonly whose: string
  readonly capability: string
  readonly params: Readonly<Record<string, unknown>>
  readonly fact: string
}

export interface LooksFaults {
  /** Can never be right. */
  readonly faults: readonly string[]
  /** Are right somewhere else: a fence, or an address, is missing here. */
  readonly notes: readonly string[]
}

export const looksFaults = ({ watches, actions }: Systems, { list, missing }: Capabilities): LooksFaults => {
  const asked: Asked[] = [
    ...watches.map((it) => ({ ...it, whose: `The watch "${it.name}"` })),
    ...actions.flatMap(({ name, check }) => (check ? [{ ...check, whose: `The check of the action "${name}"` }] : [])),
  ]
  const faults: string[] = []
  const notes: string[] = []
  for (const { whose, capability, params, fact } of asked) {
    const found = list.find(({ name }) => name === capability)
    const absent = missing.find(({ name }) => name === capability)
    if (found) faults.push(...[...paramFaults(found, params), ...factFaults(found, fact)].map((fault) => `${whose} ${fault}`))
    else if (absent) notes.push(`${whose} will see nothing here: ${absent.why}`)
    else
      faults.push(
        `${whose} looks with "${capability}", which is no capability.${didYouMean(
          capability,
          [...list, ...missing].map(({ name }) => name),
        )}`,
      )
  }
  return { faults, notes: [...new Set(notes)] }
}

interface Schema {
  readonly properties: Readonly<
    Record<string, { readonly type: string; readonly enum?: readonly string[]; readonly minimum?: number; readonly maximum?: number }>
  >
  readonly required: readonly string[]
}

const paramFaults = ({ name, params: schema }: Capability, params: Asked['params']): string[] => {
  const { properties, required } = schema as unknown as Schema
  const known = Object.keys(properties)
  return [
    ...Object.entries(params).flatMap(([param, value]) => {
      if (!Object.hasOwn(properties, param)) return [`gives ${name} "${param}", which it does not take.${didYouMean(param, known)}`]
      const { type, enum: names, minimum = -Infinity, maximum = Infinity } = properties[param]!
      if (names && !names.includes(value as string))
        return [`looks with ${name} at the ${param} "${String(value)}", which stands nowhere in this file.${didYouMean(String(value), names)}`]
      if (type === 'integer' && !(Number.isSafeInteger(value) && (value as number) >= minimum && (value as number) <= maximum))
        return [`gives ${name} a ${param} that must be a whole number, ${minimum} … ${maximum}.`]
      return []
    }),
    ...required.filter((it) => !Object.hasOwn(params, it)).map((it) => `must give ${name} its "${it}" in "params".`),
  ]
}

const factFaults = ({ name, facts }: Capability, fact: string): string[] =>
  !facts || facts.includes(fact) ? [] : [`waits for "${fact}", which ${name} never tells; it tells ${facts.join(', ')}.${didYouMean(fact, facts)}`]
