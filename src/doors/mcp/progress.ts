import type { OperationEvent } from '../../operations/operation.ts'

/** A line for people who watch a tool at work; null for what they need not see. */
export const progressOf = ({ type, data }: OperationEvent): string | null => {
  if (type === 'passages') return `${(data as { passages: unknown[] }).passages.length} passages found`
  if (type === 'delta') return (data as { text: string }).text.trim() || null
  return null
}
