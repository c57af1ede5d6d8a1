/** Bytes of a log as UTF-8, without a byte order mark: UTF-16, which PowerShell and services of Windows write, is told by its mark; all else stays as it is. */
import { TextDecoder } from 'node:util'

export async function* asUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0)
  let decoder: TextDecoder | null = null
  for await (const chunk of chunks) {
    const bytes: Buffer = start ? Buffer.concat([start, chunk]) : chunk
    if (start && bytes.length < 3) {
      start = bytes
      continue
    }
    if (start) decoder = decoderOf(bytes)
    const isMarked = start && !decoder && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    start = null
    yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : isMarked ? bytes.subarray(3) : bytes
  }
  if (start?.length) yield start
  if (decoder) yield Buffer.from(decoder.decode())
}

const decoderOf = (bytes: Buffer): TextDecoder | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le')
  return bytes[0] === 0xfe && bytes[1] === 0xff ? new TextDecoder('utf-16be') : null
}
