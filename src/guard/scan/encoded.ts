import type { Span } from '../../domain/document.ts'

/** Runs of base64 or of hexadecimal digits that are words when they are read, with those words. */
export const encodedTexts = (text: string): (Span & { readonly decoded: string })[] =>
  [...text.matchAll(/(?<![\w+/=-])(?:[A-Za-z\d+/_-]{24,20000}={0,2}|(?:[\da-f]{2}){16,10000})(?![\w+/=-])/gi)].flatMap((match) => {
    const decoded = [decode(match[0], 'base64'), decode(match[0], 'hex')].find(isProse)
    return decoded === undefined ? [] : [{ start: match.index, end: match.index + match[0].length, decoded }]
  })

const decode = (written: string, encoding: 'base64' | 'hex'): string => {
  const bytes = encoding === 'hex' ? (/^(?:[\da-f]{2})+$/i.test(written) ? hexBytes(written) : null) : base64Bytes(written)
  return bytes ? new TextDecoder().decode(bytes) : ''
}

const hexBytes = (written: string): Uint8Array => Uint8Array.from(written.match(/../g)!, (pair) => Number.parseInt(pair, 16))

const base64Bytes = (written: string): Uint8Array | null => {
  const plain = written.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (plain.length % 4 === 1) return null
  return Uint8Array.from(atob(plain), (byte) => byte.charCodeAt(0))
}

const isProse = (text: string): boolean => /\p{L}{2,}\s+\p{L}{2,}/u.test(text) && (text.match(/[\p{L}\p{N}\s.,:;!?'"()/-]/gu)?.length ?? 0) > text.length * 0.9
