/**
 * What a look may be asked with: enums, bounded integers, RFC 3339 times, and names of the inventory. Nothing else gets through, and
 * nothing of what was refused is said again.
 */
import { AppError } from '../../base/error.ts'
import type { JsonSchema } from '../../domain/model.ts'

export type ParamSpec =
  | { readonly kind: 'name'; readonly names: readonly string[]; readonly optional?: true; readonly about: string }
  /** Read anew for each look, from what is there now: pods, metrics. `given`: the params before it, checked. */
  | {
      readonly kind: 'found'
      readonly names: (given: Params, signal: AbortSignal) => Promise<readonly string[]>
      readonly optional?: true
      readonly about: string
    }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly fallback: number; readonly about: string }
  | { readonly kind: 'time'; readonly optional: true; readonly about: string }

export type ParamSpecs = Readonly<Record<string, ParamSpec>>
export type Params = Readonly<Record<string, string | number>>

export const schemaOf = (specs: ParamSpecs): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, { ...typeOf(spec), description: spec.about }])),
  required: Object.entries(specs).flatMap(([name, spec]) => (isOptional(spec) ? [] : [name])),
  additionalProperties: false,
})

/** Those whose names are known, and those that are found now. */
export const inventoryOf = async (specs: ParamSpecs, signal: AbortSignal): Promise<Record<string, readonly string[]>> => {
  const lists: [string, readonly string[]][] = []
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.kind === 'name') lists.push([name, spec.names])
    if (spec.kind === 'found') lists.push([name, callable(await spec.names({}, signal))])
  }
  return Object.fromEntries(lists)
}

/** The params with what was left out filled in. Fails with `invalid`, in one sentence that says what may be asked. */
export const checkParams = async (capability: string, specs: ParamSpecs, given: unknown, signal: AbortSignal): Promise<Params> => {
  const refused = (): AppError => new AppError('invalid', `${capability} takes ${told(specs)}, and nothing else.`)
  if (!isPlainObject(given)) throw refused()
  const keys = Reflect.ownKeys(given)
  if (keys.some((key) => typeof key !== 'string' || !Object.hasOwn(specs, key))) throw refused()
  const checked: Record<string, string | number> = {}
  for (const [name, spec] of Object.entries(specs)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value === undefined) {
      if (!isOptional(spec)) throw refused()
      if (spec.kind === 'integer') checked[name] = spec.fallback
      continue
    }
    if (!(await fits(spec, value, checked, signal))) throw refused()
    checked[name] = value as string | number
  }
  return checked
}

const fits = async (spec: ParamSpec, value: unknown, given: Params, signal: AbortSignal): Promise<boolean> => {
  switch (spec.kind) {
    case 'name':
      return typeof value === 'string' && spec.names.includes(value)
    case 'found':
      return typeof value === 'string' && isName(value) && (await spec.names(given, signal)).includes(value)
    case 'integer':
      return Number.isSafeInteger(value) && (value as number) >= spec.min && (value as number) <= spec.max
    case 'time':
      return typeof value === 'string' && isTime(value)
  }
}

/** The list that is shown is the list that can be called. */
const callable = (names: readonly string[]): readonly string[] => names.filter(isName)

// Of what others named: a program would take `-x` for an option, and nobody tells control characters apart.
const isName = (value: string): boolean => value.length > 0 && value.length <= 300 && !value.startsWith('-') && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value)

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})$/

/** `Date.parse` takes 31 February for 3 March, and 24:00 for the next day. */
const isTime = (value: string): boolean => {
  if (!rfc3339.test(value) || !Number.isFinite(Date.parse(value))) return false
  const local = value.slice(0, 19)
  return new Date(`${local}Z`).toISOString().startsWith(local)
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)

const isOptional = (spec: ParamSpec): boolean => spec.kind === 'integer' || spec.kind === 'time' || spec.optional === true

const typeOf = (spec: ParamSpec): JsonSchema => {
  switch (spec.kind) {
    case 'name':
      return { type: 'string', enum: spec.names }
    case 'found':
      return { type: 'string', maxLength: 300 }
    case 'integer':
      return { type: 'integer', minimum: spec.min, maximum: spec.max, default: spec.fallback }
    case 'time':
      return { type: 'string', format: 'date-time' }
  }
}

const told = (specs: ParamSpecs): string => {
  const parts = Object.entries(specs).map(([name, spec]) => `${name} (${toldOf(spec)})`)
  return parts.length === 0 ? 'no params' : parts.join(', ')
}

const toldOf = (spec: ParamSpec): string => {
  switch (spec.kind) {
    case 'name':
      return spec.names.length <= 20 ? `one of ${spec.names.join(', ')}` : 'a name of its inventory'
    case 'found':
      return 'a name of its inventory'
    case 'integer':
      return `${spec.min} … ${spec.max}`
    case 'time':
      return 'a time as in RFC 3339'
  }
}
