type Schema = Record<string, unknown>

/** A value that follows the schema (the part of JSON Schema that forms use), with the answer wherever a text is wanted. */
export const fillSchema = (schema: Schema, answer: string): unknown => {
  if (schema.const !== undefined) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum.find((value) => answer.includes(String(value))) ?? schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'string') return answer
  if (type === 'number' || type === 'integer') return Number(/\d+/.exec(answer)?.[0] ?? 0)
  if (type === 'boolean') return true
  if (type === 'array') return [fillSchema((schema.items ?? {}) as Schema, answer)]
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, inner]) => [name, fillSchema(inner, answer)]))
  }
  return null
}
