import { jsonStringEnd } from './json-string.ts'

/** Where a value and its parts stand in a text of JSON. Parts of small values are not kept. */
export interface JsonNode {
  readonly kind: 'object' | 'array' | 'scalar'
  readonly start: number
  readonly end: number
  readonly entries: readonly JsonEntry[]
  /** Of objects: the first short text among its own fields called name, title or id. */
  readonly name?: string | undefined
}

export interface JsonEntry {
  /** Of the key, or of an array's item. */
  readonly start: number
  readonly key: string | null
  readonly value: JsonNode
}

/** Its message is a clause: `is not valid JSON (line 3)`. */
export class JsonProblem extends Error {
  constructor(fault: string, text: string, at: number) {
    super(`${fault} (line ${text.slice(0, at).split('\n').length})`)
  }
}

const deepest = 500
const names = new Set(['name', 'title', 'id', 'operationId', 'label'])

/** Reads one value with comments and trailing commas, as people write settings. Linear in time; throws `JsonProblem` where it breaks or nests too deeply. */
export const readJson = (text: string, keepAbove: number, from = 0): JsonNode => {
  let at = from

  const fail = (fault = 'is not valid JSON'): never => {
    throw new JsonProblem(fault, text, at)
  }
  const skip = (): void => {
    blank.lastIndex = at
    at += blank.exec(text)![0].length
  }
  const scalar = (): JsonNode => {
    const start = at
    literal.lastIndex = at
    const end = text[at] === '"' ? jsonStringEnd(text, at) : at + (literal.exec(text)?.[0].length ?? fail())
    at = end < 0 ? fail() : end
    return { kind: 'scalar', start, end: at, entries: [] }
  }
  const entryOf = (isObject: boolean, depth: number): JsonEntry => {
    const start = at
    if (!isObject) return { start, key: null, value: value(depth + 1) }
    const key = scalar()
    skip()
    if (text[at++] !== ':') fail()
    skip()
    return { start, key: unquote(text.slice(key.start, key.end)), value: value(depth + 1) }
  }
  const container = (isObject: boolean, depth: number): JsonNode => {
    const start = at++
    const close = isObject ? '}' : ']'
    const entries: JsonEntry[] = []
    let name: string | undefined
    for (skip(); text[at] !== close; skip()) {
      const entry = entryOf(isObject, depth)
      entries.push(entry)
      if (entry.value.kind === 'scalar' && names.has(entry.key ?? '')) name ??= shortText(text, entry.value)
      skip()
      if (text[at] === ',') at++
      else if (text[at] !== close) fail()
    }
    at++
    return { kind: isObject ? 'object' : 'array', start, end: at, entries: at - start > keepAbove ? entries : [], name }
  }
  const value = (depth: number): JsonNode => {
    if (depth > deepest) fail(`is JSON nested deeper than ${deepest} levels`)
    if (text[at] === '{') return container(true, depth)
    return text[at] === '[' ? container(false, depth) : scalar()
  }

  skip()
  const root = value(0)
  skip()
  if (at < text.length) fail()
  return root
}

const blank = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y
const literal = /-?\d[\d.eE+-]*|true|false|null/y

const unquote = (source: string): string => {
  try {
    return String(JSON.parse(source))
  } catch {
    return source
  }
}

const shortText = (text: string, { start, end }: JsonNode): string | undefined => (end - start <= 100 ? unquote(text.slice(start, end)) : undefined)
