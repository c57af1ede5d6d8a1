import { AppError } from '../../../base/error.ts'

/** UTF-8, or what a byte-order mark says. Fails with `invalid` for other encodings: guessed letters would be wrong names. */
export const decodeText = (bytes: Uint8Array, file: string): string => {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('invalid', `"${file}" is neither UTF-8 nor UTF-16 text. Save it as UTF-8, then try again.`, { cause })
  }
}
