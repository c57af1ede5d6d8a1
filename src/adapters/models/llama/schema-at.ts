import type { JsonSchema } from '../../../domain/model.ts'

/** What a local reference (`#`, `#/$defs/name`) points to; undefined when there is nothing. */
export const schemaAt = (root: JsonSchema, pointer: string): unknown => {
  let at: unknown = root
  for (const step of pointer.slice(1).split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return at
}
