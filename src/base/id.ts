import { createHash, randomBytes } from 'node:crypto'

/** UUIDv7 (RFC 9562): sorts by the time it was made, so that ids break ties and pages of a listing stay stable. */
export const newId = (nowMs: number = Date.now()): string => {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** 32 hex digits, as W3C Trace Context writes a trace id. */
export const newTraceId = (): string => randomBytes(16).toString('hex')

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')
