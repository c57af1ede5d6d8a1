/** Reading values of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What no database and no suite can hold. */
const storable = (text: string): string => text.replaceAll('\0', '\ufffd')

/** Numbers and booleans as their text; null for what is no text, or an empty one. */
export const textOf = (value: unknown): string | null => {
  const text = typeof value === 'string' ? storable(value) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
  return text.trim() === '' ? null : text.trim()
}

/** One text, or those of a list. */
export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).flatMap((it) => textOf(it) ?? [])

/** The first of these fields that says something. */
export const firstOf = (fields: Fields, names: readonly string[]): unknown =>
  names.map((name) => fields[name]).find((value) => value !== undefined && value !== null && value !== '')
