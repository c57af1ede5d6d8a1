import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { JsonSchema } from '../../domain/model.ts'

/** `response_format: json_schema` of OpenAI, in the SDK's words. */
export const askStrictly = (asked: JsonSchema): Pick<LanguageModelV4CallOptions, 'responseFormat' | 'providerOptions'> => {
  const { schema, strict } = strictSchema(asked)
  return { responseFormat: { type: 'json', schema }, providerOptions: { openai: { strictJsonSchema: strict } } }
}

/**
 * OpenAI holds a model to a schema only when every object in it is closed and requires all of its properties. Objects that merely forgot to say
 * that they are closed are closed here; with optional properties or open maps the schema goes along as it is, as advice (`strict: false`).
 */
export const strictSchema = (schema: JsonSchema): { schema: JsonSchema; strict: boolean } => {
  const closed = closeObjects(schema) as JsonSchema
  return isStrict(closed) ? { schema: closed, strict: true } : { schema, strict: false }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

// Below these stand values, not schemas: an example or a default may look like a schema.
const plainKeywords = new Set(['enum', 'const', 'default', 'examples'])

const closeObjects = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(closeObjects)
  if (!isObject(node)) return node
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, plainKeywords.has(key) ? value : closeObjects(value)]))
  return isObject(node.properties) && node.additionalProperties === undefined && takesObjects(node) ? { ...inner, additionalProperties: false } : inner
}

const takesObjects = ({ type }: Record<string, unknown>): boolean => type === 'object' || (Array.isArray(type) && type.includes('object'))

const isStrict = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.every(isStrict)
  if (!isObject(node)) return true
  if (takesObjects(node)) {
    const names = isObject(node.properties) ? Object.keys(node.properties) : []
    const required = Array.isArray(node.required) ? node.required : []
    if (node.additionalProperties !== false || !names.every((name) => required.includes(name))) return false
  }
  return Object.entries(node).every(([key, value]) => plainKeywords.has(key) || isStrict(value))
}
