import { isDeepStrictEqual } from 'node:util'
import type { JsonSchema } from '../../../domain/model.ts'

/** One schema that says what both say. Throws where they say different things of the same word; limits on values are kept from `second`. */
export const mergeSchemas = (first: JsonSchema, second: JsonSchema): JsonSchema => {
  const merged: Record<string, unknown> = { ...first }
  for (const [word, value] of Object.entries(second)) {
    const present = merged[word]
    if (present === undefined || annotations.has(word)) merged[word] = value
    else if (word === 'required') merged[word] = [...new Set([...(present as string[]), ...(value as string[])])]
    else if (word === 'properties') merged[word] = mergeProperties(present as Properties, value as Properties)
    else if (!isDeepStrictEqual(present, value)) throw new Error(`Two schemas disagree about ${word}.`)
  }
  return merged
}

type Properties = Readonly<Record<string, JsonSchema>>

const mergeProperties = (first: Properties, second: Properties): Properties => {
  const merged = { ...first }
  for (const [name, schema] of Object.entries(second)) merged[name] = merged[name] ? mergeSchemas(merged[name], schema) : schema
  return merged
}

const annotations: ReadonlySet<string> = new Set(['title', 'description', '$comment', 'default', 'examples', '$id', '$schema'])
