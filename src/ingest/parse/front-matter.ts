import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'
import type { Metadata } from '../../domain/document.ts'

export interface FrontMatter {
  /** Offset behind its closing line; 0 where there is none. */
  readonly end: number
  readonly metadata: Metadata
  readonly notes: readonly string[]
}

const none: FrontMatter = { end: 0, metadata: {}, notes: [] }

/** YAML between `---` lines, TOML between `+++` lines or a JSON object at the very start. What only looks like it (a rule, a list) is content. */
export const readFrontMatter = (text: string): FrontMatter => {
  for (const { pattern, parse, looksMeant, name } of kinds) {
    const match = pattern.exec(text)
    if (!match) continue
    try {
      const fields: unknown = parse(match[1]!) ?? {}
      return isRecord(fields) ? { end: match[0].length, metadata: toMetadata(fields), notes: [] } : none
    } catch {
      if (!looksMeant.test(match[1]!)) return none
      return { end: match[0].length, metadata: {}, notes: [`Its front matter is not valid ${name} and was left out.`] }
    }
  }
  return none
}

interface Kind {
  readonly name: string
  readonly pattern: RegExp
  readonly parse: (source: string) => unknown
  /** Nobody writes this by accident, so what is broken is still no content. */
  readonly looksMeant: RegExp
}

const kinds: readonly Kind[] = [
  {
    name: 'YAML',
    pattern: /^---[ \t]*\n([\s\S]{0,65536}?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)/,
    parse: (source) => parseYaml(source, { logLevel: 'error' }),
    looksMeant: /^[\w-]+[ \t]*:/,
  },
  {
    name: 'TOML',
    pattern: /^\+\+\+[ \t]*\n([\s\S]{0,65536}?)(?:^|\n)\+\+\+[ \t]*(?:\n|$)/,
    parse: parseToml,
    looksMeant: /^[\w.-]+[ \t]*=/,
  },
  { name: 'JSON', pattern: /^(\{[ \t]*\n[\s\S]{0,65536}?\n\})[ \t]*(?:\n|$)/, parse: JSON.parse, looksMeant: /^\{\s*"[\w-]+"\s*:/ },
]

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Scalars are kept, lists of scalars joined; what is nested deeper has no use in a listing. */
const toMetadata = (fields: object): Metadata => {
  const metadata: Record<string, string | number | boolean | null> = Object.create(null)
  for (const [key, value] of Object.entries(fields).slice(0, 50)) {
    const kept = Array.isArray(value) && value.every(isScalar) ? value.map(String).join(', ') : value
    if (isScalar(kept))
      metadata[clean(key).slice(0, 100)] = kept instanceof Date ? kept.toISOString() : typeof kept === 'string' ? clean(kept).slice(0, 1000) : kept
  }
  return { ...metadata }
}

// A database stores neither NUL nor half a surrogate pair.
const clean = (value: string): string => value.replaceAll('\0', '').toWellFormed()

const isScalar = (value: unknown): value is string | number | boolean | null | Date =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || value instanceof Date || (typeof value === 'number' && Number.isFinite(value))
