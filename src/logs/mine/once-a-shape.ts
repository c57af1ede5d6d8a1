import type { Redact } from '../../domain/guard.ts'

/** The same masks; of many short texts that differ in figures only, where figures make no secret, one is looked at. */
export const onceAShape = (redact: Redact): Redact => {
  const clean = new Set<string>()
  return (text) => {
    const shape = harmlessShape(text)
    if (shape !== null && clean.has(shape)) return { text, findings: [] }
    const redacted = redact(text)
    if (shape !== null && redacted.findings.length === 0) clean.add(shape)
    return redacted
  }
}

/** Figures made alike; null where they could be a telephone, a card or an address, or where a word announces a secret. */
const harmlessShape = (text: string): string | null => {
  if (/\d[.:]\d|pass|pwd|pin|secret|token|key|auth|cred|code|phone|tel|call/i.test(text)) return null
  const shape = text.replace(/\d/g, '0')
  return shape.split('0').length - 1 < 6 ? shape : null
}
