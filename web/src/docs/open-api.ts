/** The part of an OpenAPI 3.1 description that the page shows; read leniently, because it comes over the wire. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

export interface ApiOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description?: string
    readonly schema?: Schema
  }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>>
}

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly format?: string
  readonly contentMediaType?: string
}

export interface Field {
  readonly name: string
  readonly where: string
  readonly type: string
  readonly required: boolean
  readonly description: string
  readonly schema: Schema
}

const methods = ['get', 'post', 'put', 'delete', 'patch']

export const operationsOf = (api: OpenApi): { method: string; path: string; operation: ApiOperation }[] =>
  Object.entries(api.paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => ({ method: method.toUpperCase(), path, operation: item[method]! })),
  )

export const inputFields = (api: OpenApi, operation: ApiOperation): Field[] => {
  const parameters = (operation.parameters ?? []).map(({ name, in: where, required = false, description, schema = {} }) =>
    toField(api, name, where, required, description ? { description, ...schema } : schema),
  )
  return [...parameters, ...fieldsOf(api, bodyOf(operation)?.schema, 'body')]
}

export const outputFields = (api: OpenApi, operation: ApiOperation): Field[] => {
  const good = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1]
  return fieldsOf(api, good?.content?.['application/json']?.schema, '')
}

export const bodyOf = (operation: ApiOperation): { mediaType: string; schema: Schema } | null => {
  const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  return mediaType ? { mediaType, schema: content?.schema ?? {} } : null
}

export const resolve = (api: OpenApi, schema: Schema): Schema => {
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? '')?.[1]
  return (name && api.components?.schemas?.[name]) || schema
}

const fieldsOf = (api: OpenApi, schema: Schema | undefined, where: string): Field[] => {
  const { properties = {}, required = [] } = schema ? resolve(api, schema) : {}
  return Object.entries(properties).map(([name, it]) => toField(api, name, where, required.includes(name), it))
}

const toField = (api: OpenApi, name: string, where: string, required: boolean, schema: Schema): Field => ({
  name,
  where,
  type: typeName(api, schema),
  required,
  description: [schema.description ?? resolve(api, schema).description ?? '', ...limits(schema)].filter(Boolean).join('. '),
  schema: resolve(api, schema),
})

const typeName = (api: OpenApi, raw: Schema): string => {
  const schema = resolve(api, raw)
  const choices = schema.anyOf ?? schema.oneOf
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((it) => JSON.stringify(it)).join(' | ')
  if (choices) return choices.map((it) => typeName(api, it)).join(' | ')
  if (schema.type === 'array') return `${typeName(api, schema.items ?? {})}[]`
  if (schema.properties && schema.type !== 'string') return `{ ${Object.keys(schema.properties).join(', ')} }`
  return [schema.type ?? 'any'].flat().join(' | ')
}

const limits = ({ default: fallback, minimum, maximum, maxLength }: Schema): string[] => [
  maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? `${minimum ?? '…'} to ${maximum}` : '',
  maxLength === undefined ? '' : `At most ${maxLength} characters`,
  fallback === undefined ? '' : `Default: ${JSON.stringify(fallback)}`,
]
