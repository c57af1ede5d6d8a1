import type { FieldType } from '../../../domain/record-description.ts'

export type TypeFamily = 'text' | 'number' | 'whole' | 'date' | 'moment' | 'boolean' | 'json' | 'uuid' | 'opaque' | 'other'

/** Of a type as PostgreSQL's `format_type` says it. `opaque`: nothing that a field holds. `other`: enumerations and types of their own. */
export const familyOf = (type: string): TypeFamily => {
  if (type.endsWith('[]')) return 'opaque'
  if (/^(character|text|varchar|char|bpchar|citext|name\b)/.test(type)) return 'text'
  if (/^(smallint|integer|bigint)/.test(type)) return 'whole'
  if (/^numeric\(\d+,0\)/.test(type)) return 'whole'
  if (/^(numeric|real|double precision|money)/.test(type)) return 'number'
  if (type === 'date') return 'date'
  if (type.startsWith('timestamp')) return 'moment'
  if (/^jsonb?$/.test(type)) return 'json'
  if (type === 'bytea') return 'opaque'
  return type === 'boolean' || type === 'uuid' ? type : 'other'
}

const fitting = {
  id: ['text', 'whole', 'number', 'uuid', 'other'],
  text: ['text', 'whole', 'number', 'uuid', 'date', 'moment', 'boolean', 'other'],
  choice: ['text', 'whole', 'boolean', 'other'],
  count: ['whole', 'number'],
  number: ['whole', 'number'],
  money: ['whole', 'number'],
  date: ['date', 'moment'],
  time: ['moment', 'date'],
  boolean: ['boolean'],
  properties: ['json'],
} satisfies Record<FieldType, readonly TypeFamily[]>

export const fits = (type: FieldType, columnType: string): boolean => (fitting[type] as readonly TypeFamily[]).includes(familyOf(columnType))

/** Whether PostgreSQL compares the two without a cast. */
export const compares = (one: string, other: string): boolean => {
  const [first, second] = [familyOf(one), familyOf(other)].map((it) => (it === 'whole' ? 'number' : it === 'moment' ? 'date' : it))
  return first === second && (first !== 'other' || one === other)
}
