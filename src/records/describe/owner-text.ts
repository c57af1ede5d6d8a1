import type { Owner } from '../../domain/record-description.ts'

/** `everyone`, `staff`, `via order`, or a field that holds the customer's key. */
export const ownerOf = (text: string): Owner => {
  if (text === 'everyone' || text === 'staff') return { kind: text }
  const via = /^via\s+(.+)$/.exec(text)
  return via ? { kind: 'via', entity: via[1]! } : { kind: 'field', field: text }
}
