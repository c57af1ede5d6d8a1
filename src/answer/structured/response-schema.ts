import type { Ajv, ValidateFunction } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import type { JsonSchema } from '../../domain/model.ts'
import { bounded } from './bounded.ts'

/** A schema that was checked and can check. */
export interface ResponseShape {
  readonly schema: JsonSchema
  /** SHA-256 of its JSON. */
  readonly hash: string
  /** Texts that it lists as possible values, anywhere. */
  readonly listed: ReadonlySet<string>
  /** What is wrong with a value, in words, at most ten; empty when it follows the schema. */
  faultsOf(data: unknown): readonly string[]
}

const mostBytes = 32_768
const mostDepth = 24
const mostNodes = 2_000
const mostPattern = 500
// A schema of the largest size is compiled in a tenth of this on a busy machine; checking an object takes microseconds.
const compileMs = 2_000
const checkMs = 250

/**
 * Draft 2020-12, or 7 where `$schema` says so or only that fits. Fails with `invalid` for what is no schema of an object, reaches
 * outside itself, or is larger or slower than any honest one.
 */
export const readResponseSchema = async (schema: JsonSchema): Promise<ResponseShape> => {
  const listed = new Set<string>()
  survey(schema, 0, { nodes: 0 }, listed)
  const json = JSON.stringify(schema)
  if (Buffer.byteLength(json) > mostBytes) throw refused(`is larger than ${mostBytes / 1024} KB`)
  if (schema['type'] !== 'object') throw refused('must describe an object: "type": "object" with "properties"')
  const validate = await compile(schema)
  return {
    schema,
    hash: sha256(json),
    listed,
    faultsOf: (data) => {
      const checked = bounded(() => validate(data), checkMs)
      if (!checked) throw refused('has a pattern that takes too long to match: make it simpler')
      return checked.result ? [] : faultsIn(validate)
    },
  }
}

const refused = (why: string, cause?: unknown): AppError =>
  new AppError('invalid', `response_schema ${why}.`, { cause, details: { issues: [{ field: 'response_schema', message: why }] } })

/** Walks the schema once: depth, size, references, patterns; collects listed texts. */
const survey = (node: unknown, depth: number, count: { nodes: number }, listed: Set<string>): void => {
  if (typeof node !== 'object' || node === null) return
  if (depth > mostDepth) throw refused(`is nested deeper than ${mostDepth} levels`)
  if (++count.nodes > mostNodes) throw refused(`has more than ${mostNodes} parts`)
  for (const [name, value] of Object.entries(node)) {
    if (reference.test(name) && typeof value === 'string' && !value.startsWith('#'))
      throw refused(`may only refer to itself: ${name} "${value.slice(0, 80)}" is elsewhere`)
    if (name === '$async') throw refused('must not be asynchronous: leave out $async')
    if (name === 'pattern' && typeof value === 'string' && value.length > mostPattern) throw refused(`has a pattern of more than ${mostPattern} characters`)
    if (name === 'enum' && Array.isArray(value)) for (const one of value) if (typeof one === 'string') listed.add(one)
    if (name === 'const' && typeof value === 'string') listed.add(value)
    survey(value, depth + 1, count, listed)
  }
}
const reference = /^\$(?:ref|dynamicRef|recursiveRef)$/

// strict: false, because a keyword that nobody knows says nothing (JSON Schema core 4.3.1). Inlined references grow exponentially.
const options = { strict: false, allErrors: true, logger: false, inlineRefs: false, addUsedSchema: false } as const

const dialects = {
  '2020-12': async (): Promise<Ajv> => new (await import('ajv/dist/2020.js')).Ajv2020(options),
  'draft-07': async (): Promise<Ajv> => new (await import('ajv')).Ajv(options),
}

const compile = async (schema: JsonSchema): Promise<ValidateFunction> => {
  const { $schema: said, ...rest } = schema
  const isOld = /draft-0[4-7]/.test(String(said))
  if (said !== undefined && !isOld && !/2020-12|2019-09/.test(String(said)))
    throw refused(`names the dialect ${JSON.stringify(said)}, which is not read: use draft 2020-12 or 7`)
  const names = isOld ? (['draft-07'] as const) : said !== undefined ? (['2020-12'] as const) : (['2020-12', 'draft-07'] as const)
  let failure: unknown
  for (const name of names) {
    try {
      return await compileWith(name, rest)
    } catch (error) {
      failure ??= error
    }
  }
  throw failure instanceof AppError ? failure : refused(`is no valid JSON Schema: ${(failure as Error).message.slice(0, 300)}`, failure)
}

const compileWith = async (name: keyof typeof dialects, schema: object): Promise<ValidateFunction> => {
  // CommonJS: what Node calls the default export is the plug-in itself.
  const addFormats = (await import('ajv-formats')).default as unknown as FormatsPlugin
  // An instance each: it remembers every schema for ever.
  const ajv = await dialects[name]()
  addFormats(ajv)
  const compiled = bounded(() => ajv.compile(schema), compileMs)
  if (!compiled) throw refused('takes too long to compile: make it simpler')
  return compiled.result
}

const faultsIn = ({ errors }: ValidateFunction): string[] =>
  (errors ?? []).slice(0, 10).map(({ instancePath, message = 'is not valid', params }) => {
    const { allowedValues, additionalProperty } = params as { allowedValues?: unknown; additionalProperty?: string }
    const more = allowedValues ? `: ${JSON.stringify(allowedValues).slice(0, 200)}` : additionalProperty ? `: "${additionalProperty}"` : ''
    return `${instancePath || 'the object'} ${message}${more}`
  })
