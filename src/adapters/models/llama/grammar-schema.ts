/**
 * JSON Schema in the words of node-llama-cpp's grammars. The grammar holds the model to the shape: types, keys, alternatives, lengths.
 * Limits on values that no grammar can hold (`pattern`, `minimum`, `uniqueItems`, most formats) are left to whoever checks the result.
 * Every property is written, also the optional ones; keys beyond `properties` only where there are none.
 */
import { AppError } from '../../../base/error.ts'
import type { JsonSchema } from '../../../domain/model.ts'
import { mergeSchemas } from './merge-schemas.ts'
import { schemaAt } from './schema-at.ts'

export type GrammarSchema = Readonly<Record<string, unknown>>

/** Fails with `invalid` and the place in the schema for what a grammar cannot say. */
export const toGrammarSchema = (schema: JsonSchema): GrammarSchema => {
  const state: State = { root: schema, defs: new Map(), size: 0 }
  const converted = convert(schema, { state, path: '#', within: ['#'] })
  const defs = Object.fromEntries([...state.defs].map(([pointer, def]) => [nameOf(pointer), def!]))
  return state.defs.size > 0 ? { ...converted, $defs: defs } : converted
}

interface State {
  readonly root: JsonSchema
  /** By pointer; null while it is being converted. */
  readonly defs: Map<string, GrammarSchema | null>
  size: number
}

interface Place {
  readonly state: State
  /** JSON Pointer, for errors. */
  readonly path: string
  /** References on the way here: one of them again is a recursion. */
  readonly within: readonly string[]
}

// A grammar of this many parts takes about a second to make.
const mostParts = 1000
// What llama.cpp lets one repetition count to.
const mostRepetitions = 2000

const convert = (given: unknown, place: Place): GrammarSchema => {
  if (++place.state.size > mostParts) throw new AppError('invalid', `The schema has more than ${mostParts} parts, more than the local model can be held to.`)
  if (given === true) return anything
  if (typeof given !== 'object' || given === null) throw refuse('false', place)
  const schema = given as JsonSchema
  const banned = bannedWords.find((word) => word in schema)
  if (banned) throw refuse(banned, place)
  if (typeof schema['$ref'] === 'string') return convertReference(schema, schema['$ref'], place)
  if (Array.isArray(schema['allOf'])) return convert(mergeAll(schema, place), place)
  const alternatives = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(alternatives)) return convertAlternatives(schema, alternatives, place)
  if ('const' in schema) return literals([schema['const']], place)
  if (Array.isArray(schema['enum'])) return literals(schema['enum'].filter(fits(schema['type'])), place)
  const types = typesOf(schema)
  if (types.length === 0) return anything
  if (types.length === 1) return convertType(types[0]!, schema, place)
  return { oneOf: types.map((type) => convertType(type, schema, place)) }
}

const convertType = (type: string, schema: JsonSchema, place: Place): GrammarSchema => {
  switch (type) {
    case 'object':
      return convertObject(schema, place)
    case 'array':
      return convertArray(schema, place)
    case 'string':
      return convertString(schema, place)
    case 'integer':
      return convertInteger(schema)
    case 'number':
    case 'boolean':
    case 'null':
      return { type }
    default:
      throw refuse(`type ${JSON.stringify(type)}`, place)
  }
}

/** Each place that is referred to becomes a definition, so that a schema may contain itself. */
const convertReference = ({ $ref: _, ...siblings }: JsonSchema, pointer: string, place: Place): GrammarSchema => {
  const { state, within } = place
  const target = pointer.startsWith('#') ? schemaAt(state.root, pointer) : undefined
  if (target === undefined) throw refuse(`$ref ${JSON.stringify(pointer)}`, place)
  if (Object.keys(siblings).some((word) => shapeWords.has(word))) return convert(mergeSchemas(target as JsonSchema, siblings), place)
  if (!state.defs.has(pointer)) {
    state.defs.set(pointer, null)
    state.defs.set(pointer, convert(target, { state, path: pointer, within: [...within, pointer] }))
  }
  return { $ref: `#/$defs/${nameOf(pointer)}` }
}

const nameOf = (pointer: string): string => `at${pointer.replace(/[^A-Za-z0-9]/g, (sign) => `-${sign.codePointAt(0)!.toString(16)}-`)}`

const mergeAll = ({ allOf, ...rest }: JsonSchema, place: Place): JsonSchema => {
  const parts = (allOf as unknown[]).map((part) => resolved(part, place))
  try {
    return parts.reduce<JsonSchema>(mergeSchemas, rest)
  } catch {
    throw refuse('allOf (its parts say different things of the same property)', place)
  }
}

const resolved = (part: unknown, { state }: Place): JsonSchema => {
  const { $ref: pointer } = part as JsonSchema
  return typeof pointer === 'string' && pointer.startsWith('#') ? (schemaAt(state.root, pointer) as JsonSchema) : (part as JsonSchema)
}

const convertAlternatives = (schema: JsonSchema, alternatives: readonly unknown[], place: Place): GrammarSchema => {
  const { anyOf: _anyOf, oneOf: _oneOf, ...rest } = schema
  const hasShape = Object.keys(rest).some((word) => shapeWords.has(word))
  const oneOf = alternatives.map((part) => convert(hasShape ? mergeSchemas(rest, resolved(part, place)) : part, below(place, 'anyOf')))
  return oneOf.length === 1 ? oneOf[0]! : { oneOf }
}

const literals = (values: readonly unknown[], place: Place): GrammarSchema => {
  if (values.length === 0) throw refuse('enum without a value', place)
  if (values.some((value) => typeof value === 'object' && value !== null)) throw refuse('enum or const of objects or lists', place)
  return { enum: values }
}

const fits =
  (type: unknown) =>
  (value: unknown): boolean => {
    const types = type === undefined ? [] : [type].flat()
    return types.length === 0 || types.includes(typeOf(value)) || (types.includes('number') && typeof value === 'number')
  }

const typeOf = (value: unknown): string => (value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value)

const convertObject = (schema: JsonSchema, place: Place): GrammarSchema => {
  const required = (schema['required'] ?? []) as readonly string[]
  const named = { ...Object.fromEntries(required.map((name) => [name, true])), ...(schema['properties'] as Record<string, unknown> | undefined) }
  const kept = Object.entries(named).filter(([name, property]) => property !== false && (required.includes(name) || !leadsBack(property, place)))
  const more = schema['additionalProperties']
  if (kept.length > 0)
    return { type: 'object', properties: Object.fromEntries(kept.map(([name, it]) => [name, convert(it, below(place, `properties/${name}`))])) }
  if (more === false) return { type: 'object', properties: {} }
  return {
    type: 'object',
    additionalProperties: convert(more ?? true, below(place, 'additionalProperties')),
    ...limits(schema, 'minProperties', 'maxProperties', place),
  }
}

/** An optional property that contains what it stands in: written every time, it would never end. */
const leadsBack = (property: unknown, { within }: Place): boolean => within.includes((property as { $ref?: string } | null)?.$ref ?? '')

const convertArray = (schema: JsonSchema, place: Place): GrammarSchema => {
  const { items, prefixItems = Array.isArray(items) ? items : undefined } = schema
  const rest = Array.isArray(items) ? schema['additionalItems'] : items
  return {
    type: 'array',
    ...(Array.isArray(prefixItems) && { prefixItems: prefixItems.map((item, index) => convert(item, below(place, `prefixItems/${index}`))) }),
    ...(rest === false
      ? { maxItems: (prefixItems as unknown[] | undefined)?.length ?? 0 }
      : rest !== undefined && { items: convert(rest, below(place, 'items')) }),
    ...(Array.isArray(prefixItems) && { minItems: prefixItems.length }),
    ...limits(schema, 'minItems', 'maxItems', place),
  }
}

const convertString = (schema: JsonSchema, place: Place): GrammarSchema => {
  const { format } = schema
  if (format === 'date' || format === 'time' || format === 'date-time') return { type: 'string', format }
  return { type: 'string', ...limits(schema, 'minLength', 'maxLength', place) }
}

/** A small range is the list of its numbers; a large one no grammar can hold. */
const convertInteger = (schema: JsonSchema): GrammarSchema => {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema as Record<string, number | undefined>
  const least = exclusiveMinimum === undefined ? Math.ceil(minimum ?? -Infinity) : Math.floor(exclusiveMinimum) + 1
  const most = exclusiveMaximum === undefined ? Math.floor(maximum ?? Infinity) : Math.ceil(exclusiveMaximum) - 1
  if (!(most - least < 100) || most < least) return { type: 'integer' }
  return { enum: Array.from({ length: most - least + 1 }, (_, index) => least + index) }
}

const limits = (schema: JsonSchema, least: string, most: string, place: Place): Record<string, unknown> => {
  const [min, max] = [schema[least], schema[most]] as [number | undefined, number | undefined]
  if (min !== undefined && min > mostRepetitions) throw refuse(`${least} ${min}`, place)
  return { ...(min !== undefined && { [least]: min }), ...(max !== undefined && max <= mostRepetitions && { [most]: max }) }
}

const typesOf = (schema: JsonSchema): readonly string[] => {
  if (schema['type'] !== undefined) return [schema['type']].flat() as string[]
  const implied = Object.entries(impliedTypes).find(([, words]) => words.some((word) => word in schema))
  return implied ? [implied[0]] : []
}

const impliedTypes: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
}

const shapeWords: ReadonlySet<string> = new Set(['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', ...Object.values(impliedTypes).flat()])

const bannedWords = ['not', 'if', 'patternProperties', 'dependentSchemas', 'dependentRequired', 'dependencies', 'contains', '$dynamicRef', '$recursiveRef']

const below = (place: Place, step: string): Place => ({ ...place, path: `${place.path}/${step}` })

const refuse = (what: string, { path }: Place): AppError =>
  new AppError('invalid', `The local model cannot be held to ${what} (at ${path} of the schema). Write the schema without it, or use a model on a server.`)

const anything: GrammarSchema = {
  oneOf: [{ type: ['string', 'number', 'boolean', 'null'] }, { type: 'array' }, { type: 'object', additionalProperties: true }],
}
