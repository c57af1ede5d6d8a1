import type { Capability } from '../domain/capability.ts'
import type { JsonSchema } from '../domain/model.ts'
import { distinct, type Look } from './look.ts'
import type { Scope } from './scope.ts'

/** A capability with the names that it takes now. */
export interface Offered {
  readonly capability: Capability
  readonly inventory: Readonly<Record<string, readonly string[]>>
}

// One capability with a thousand names must not take all the steps: the rest of them come last.
const mostEach = 12
const windowMinutes = 30
/** What people feel first, then what makes it, then its words; the machine as a whole comes after all that the operator's file names. */
const order = ['probe', 'process', 'unit', 'endpoint', 'postgres', 'certificate', 'namespace', 'prometheus', 'query', 'log', 'file', 'directory']

/**
 * A look at everything that is cheap to look at: every capability, with each name of the inventory that it needs. What the question names comes
 * first, then what the file of systems names, so that a low limit sees what matters. Made of schemas, inventory and the operator's words alone, never of
 * what was seen.
 */
export const sweepOf = (offered: readonly Offered[], scope: Scope, now: Date): Look[] => {
  const each = offered.map((it) => looksOf(it, scope, now))
  const isNamed = ({ params }: Look): boolean => Object.values(params).some((value) => typeof value === 'string' && scope.names.has(value))
  const rank = (look: Look): number => (isNamed(look) ? -1 : placeOf(look))
  const first = each.flatMap((looks) => looks.slice(0, mostEach)).toSorted((one, other) => rank(one) - rank(other))
  return distinct([...scope.signals, ...first, ...each.flatMap((looks) => looks.slice(mostEach))])
}

const placeOf = ({ params }: Look): number => {
  const places = Object.keys(params).map((name) => order.indexOf(name))
  const known = places.filter((place) => place >= 0)
  if (known.length > 0) return Math.min(...known)
  // A name of a kind that is not in the order is the operator's all the same.
  return Object.values(params).some((value) => typeof value === 'string') ? order.length : order.length + 1
}

const looksOf = ({ capability, inventory }: Offered, scope: Scope, now: Date): Look[] => {
  const { properties = {}, required = [] } = capability.params as { properties?: Record<string, JsonSchema>; required?: string[] }
  let params: Record<string, unknown>[] = [{}]
  for (const name of required) {
    const values = valuesOf(properties[name] ?? {}, inventory[name], now, /^(?:from|since|start|after)/.test(name))
    params = params.flatMap((before) => values.map((value) => ({ ...before, [name]: value })))
  }
  const first = (one: Record<string, unknown>): number => (Object.values(one).some((value) => scope.names.has(String(value))) ? 0 : 1)
  return params.toSorted((one, other) => first(one) - first(other)).map((it) => ({ capability: capability.name, params: it }))
}

/** All names of the inventory; of other kinds the one that is usual. Empty: it cannot be looked at now. */
const valuesOf = (schema: JsonSchema, names: readonly string[] | undefined, now: Date, isBegin: boolean): readonly unknown[] => {
  if (names) return names
  if ('default' in schema) return [schema['default']]
  if ('const' in schema) return [schema['const']]
  if (Array.isArray(schema['enum'])) return schema['enum'].slice(0, 1)
  if (schema['type'] === 'integer' || schema['type'] === 'number') {
    const { minimum = 1, maximum = Infinity } = schema as { minimum?: number; maximum?: number }
    return [Math.min(Math.max(windowMinutes, minimum), maximum)]
  }
  if (schema['format'] === 'date-time') return [new Date(now.getTime() - (isBegin ? windowMinutes * 60_000 : 0)).toISOString()]
  if (schema['type'] === 'boolean') return [false]
  return []
}
