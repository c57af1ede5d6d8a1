/** Text of the web comes in many encodings; what is parsed and stored is UTF-8. */

export interface Decoded {
  readonly bytes: Uint8Array
  /** The encoding it was in; null when it is left as it is. */
  readonly charset: string | null
}

/** The byte-order mark wins, then the response's header, then the page's own `meta` (WHATWG HTML, 13.2.3). Unknown names leave the bytes alone. */
export const toUtf8 = (bytes: Uint8Array, stated: string | null, isHtml: boolean): Decoded => {
  const asItIs = { bytes, charset: null }
  if (hasMark(bytes)) return asItIs
  const name = stated ?? (isHtml ? statedInside(bytes) : null)
  const decoder = name === null ? null : decoderOf(name)
  if (!decoder || decoder.encoding === 'utf-8') return asItIs
  return { bytes: new TextEncoder().encode(decoder.decode(bytes)), charset: decoder.encoding }
}

const hasMark = ([first, second, third]: Uint8Array): boolean =>
  (first === 0xef && second === 0xbb && third === 0xbf) || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)

/** Browsers look at the first 1,024 bytes as well. A page that can be read as ASCII so far is not UTF-16, whatever it says. */
const statedInside = (bytes: Uint8Array): string | null => {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  const name = /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1]?.toLowerCase() ?? null
  return name?.startsWith('utf-16') ? 'utf-8' : name
}

const decoderOf = (name: string): InstanceType<typeof TextDecoder> | null => {
  try {
    return new TextDecoder(name, { ignoreBOM: true })
  } catch {
    return null
  }
}
