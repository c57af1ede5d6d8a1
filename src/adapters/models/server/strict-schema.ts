import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { JsonSchema } from '../../../domain/model.ts'
import type { StructureLevel } from './structure-level.ts'

/** `response_format` of chat completions, in the SDK's words; nothing where no schema is asked for, or words alone must do. */
export const askForJson = (asked: JsonSchema | undefined, level: StructureLevel): JsonWish => {
  if (!asked || level === 'prompt') return { providerOptions: { openai: {} } }
  if (level === 'json') return { responseFormat: { type: 'json' }, providerOptions: { openai: {} } }
  const { schema, strict } = strictSchema(asked)
  return { responseFormat: { type: 'json', schema }, providerOptions: { openai: { strictJsonSchema: strict } } }
}

interface JsonWish extends Pick<LanguageModelV4CallOptions, 'responseFormat'> {
  readonly providerOptions: { readonly openai: { readonly strictJsonSchema?: boolean } }
}

/**
 * OpenAI holds a model to a schema only when every object in it is closed and requires all of its properties. Objects that merely forgot to say
 * that they are closed are closed here; with optional properties or open maps the schema goes along as it is, as advice (`strict: false`).
 */
export const strictSchema = (schema: JsonSchema): { schema: JsonSchema; strict: boolean } => {
  const closed = closeObjects(schema) as JsonSchema
  return isStrict(closed) ? { schema: closed, strict: true } : { schema, strict: false }
}

type Schema = Record<string, unknown>

const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)

// Below these stand values, not schemas: an example or a default may look like a schema.
const plainKeywords = new Set(['enum', 'const', 'default', 'examples', 'required'])

// Below these stand schemas under names that the user chose, which may be called like keywords.
const mapKeywords = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

/** The same schema with the schemas right inside it changed. */
const changeInner = (node: Schema, change: (inner: unknown) => unknown): Schema =>
  mapValues(node, (value, key) => {
    if (plainKeywords.has(key)) return value
    return mapKeywords.has(key) && isObject(value) ? mapValues(value, change) : change(value)
  })

const mapValues = (value: Schema, change: (value: unknown, key: string) => unknown): Schema =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)]))

const closeObjects = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(closeObjects)
  if (!isObject(node)) return node
  const inner = changeInner(node, closeObjects)
  return isObject(node.properties) && node.additionalProperties === undefined && takesObjects(node) ? { ...inner, additionalProperties: false } : inner
}

const takesObjects = ({ type }: Schema): boolean => type === 'object' || (Array.isArray(type) && type.includes('object'))

const isStrict = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.every(isStrict)
  if (!isObject(node)) return true
  if (takesObjects(node)) {
    const names = isObject(node.properties) ? Object.keys(node.properties) : []
    const required = Array.isArray(node.required) ? node.required : []
    if (node.additionalProperties !== false || !names.every((name) => required.includes(name))) return false
  }
  return innerSchemas(node).every(isStrict)
}

const innerSchemas = (node: Schema): unknown[] =>
  Object.entries(node).flatMap(([key, value]) => {
    if (plainKeywords.has(key)) return []
    return mapKeywords.has(key) && isObject(value) ? Object.values(value) : [value]
  })
