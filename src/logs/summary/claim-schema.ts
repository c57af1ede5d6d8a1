import type { FindingKind } from '../../domain/log.ts'
import type { JsonSchema } from '../../domain/model.ts'

/** What a model says, not checked yet. */
export interface Claim {
  readonly kind: Extract<FindingKind, 'summary' | 'cause' | 'next'>
  readonly text: string
  /** Handles. */
  readonly templates: readonly string[]
  readonly lines: readonly number[]
}

const sections = { happened: { kind: 'summary', most: 4 }, causes: { kind: 'cause', most: 3 }, next: { kind: 'next', most: 3 } } as const

export const mostText = 280
const mostPointers = 6

export const claimSchema = (handles: readonly string[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(sections).map(([name, { most }]) => [
      name,
      { type: 'array', minItems: name === 'happened' ? 1 : 0, maxItems: most, items: claimOf(handles) },
    ]),
  ),
  required: Object.keys(sections),
  additionalProperties: false,
})

const claimOf = (handles: readonly string[]): JsonSchema => ({
  type: 'object',
  properties: {
    text: { type: 'string', maxLength: mostText },
    templates: { type: 'array', minItems: 1, maxItems: mostPointers, items: { type: 'string', enum: handles } },
    lines: { type: 'array', maxItems: mostPointers, items: { type: 'integer' } },
  },
  required: ['text', 'templates', 'lines'],
  additionalProperties: false,
})

/** Null where it is not that object at all; an entry of another shape is a claim that points at nothing. */
export const readClaims = (value: unknown): Claim[] | null => {
  if (typeof value !== 'object' || value === null || !Object.keys(sections).some((name) => Array.isArray((value as Record<string, unknown>)[name]))) return null
  return Object.entries(sections).flatMap(([name, { kind, most }]) => {
    const entries = (value as Record<string, unknown>)[name]
    return Array.isArray(entries) ? entries.slice(0, most).map((entry: unknown) => readClaim(kind, entry)) : []
  })
}

const readClaim = (kind: Claim['kind'], entry: unknown): Claim => {
  const { text, templates, lines } = (entry ?? {}) as Record<string, unknown>
  return {
    kind,
    text: typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : '',
    templates: Array.isArray(templates) ? [...new Set(templates.slice(0, mostPointers).map(String))] : [],
    lines: Array.isArray(lines) ? [...new Set(lines.slice(0, mostPointers).map(Number))] : [],
  }
}
