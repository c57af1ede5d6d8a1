/**
 * Messages between the program and the process that parses: a head in JSON and a body of bytes. Both lengths come first, so that
 * a reader refuses what is too large before it reads it; and JSON, unlike V8's own format, is safe to read from whoever wrote it.
 */
import type { Readable, Writable } from 'node:stream'

export interface Frame {
  readonly head: unknown
  readonly body: Uint8Array
}

const lengthsBytes = 8

export const writeFrame = (stream: Writable, { head, body }: Frame): void => {
  const json = Buffer.from(JSON.stringify(head))
  const lengths = Buffer.alloc(lengthsBytes)
  lengths.writeUInt32LE(json.length, 0)
  lengths.writeUInt32LE(body.length, 4)
  stream.write(Buffer.concat([lengths, json]))
  if (body.length > 0) stream.write(body)
}

export interface FrameReader {
  readonly maxBytes: number
  readonly onFrame: (frame: Frame) => void
  /** Called once, and nothing is read after it: announced too large, or not a message at all. */
  readonly onRefused: (reason: 'too_large' | 'broken') => void
}

export const readFrames = (stream: Readable, { maxBytes, onFrame, onRefused }: FrameReader): void => {
  let parts: Buffer[] = []
  let held = 0
  let wanted = lengthsBytes
  let headBytes: number | null = null
  const refuse = (reason: 'too_large' | 'broken'): void => {
    stream.removeListener('data', onData)
    onRefused(reason)
  }
  const onData = (part: Buffer): void => {
    parts.push(part)
    held += part.length
    while (held >= wanted) {
      // Joined only when all is there: joining with each part would copy a long message thousands of times.
      const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts, held)
      const message = all.subarray(0, wanted)
      parts = [all.subarray(wanted)]
      held -= wanted
      if (headBytes === null) {
        headBytes = message.readUInt32LE(0)
        wanted = headBytes + message.readUInt32LE(4)
        if (wanted > maxBytes) return refuse('too_large')
      } else {
        const frame = toFrame(message, headBytes)
        if (!frame) return refuse('broken')
        headBytes = null
        wanted = lengthsBytes
        onFrame(frame)
      }
    }
  }
  stream.on('data', onData)
}

const toFrame = (message: Buffer, headBytes: number): Frame | null => {
  try {
    return { head: JSON.parse(message.toString('utf8', 0, headBytes)), body: message.subarray(headBytes) }
  } catch {
    return null
  }
}
