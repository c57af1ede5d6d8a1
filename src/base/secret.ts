import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits as 43 characters that need no quoting in a shell, an address or a header. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** `length` hexadecimal digits at random. */
export const randomHex = (length: number): string =>
  randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length)

/** Whether `text` has this SHA-256 (hexadecimal). Takes as long for a wrong text as for the right one. */
export const hasHash = (text: string, sha256: string): boolean => {
  const expected = Buffer.from(sha256, 'hex')
  return expected.length === 32 && timingSafeEqual(createHash('sha256').update(text).digest(), expected)
}
