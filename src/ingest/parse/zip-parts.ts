import { buffer } from 'node:stream/consumers'
import yauzl, { type Entry } from 'yauzl'
import { AppError } from '../../base/error.ts'
import { limits } from './limits.ts'

/**
 * The members of an archive that are asked for, unpacked. What it says of itself is checked before anything is unpacked, and what comes
 * out is counted; members that nobody asks for (pictures, archives in the archive) stay packed. Fails with `invalid` or `too_large`.
 */
export const readZipParts = async (bytes: Uint8Array, isWanted: (name: string) => boolean): Promise<ReadonlyMap<string, Buffer>> => {
  try {
    const archive = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { lazyEntries: true })
    if (archive.entryCount > limits.zipEntries) throw new AppError('invalid', `This archive holds ${archive.entryCount} files and was not opened.`)
    const wanted: Entry[] = []
    for await (const entry of archive.eachEntry()) if (isWanted(entry.fileName)) wanted.push(entry)
    const unpacked = wanted.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
    if (unpacked > limits.unpackedBytes) throw tooLarge(unpacked)

    const parts = new Map<string, Buffer>()
    for (const entry of wanted) {
      if (entry.isEncrypted()) throw new AppError('invalid', 'This archive is encrypted. Save a copy of it without a password.')
      // The stream ends with an error where more comes out than was said.
      parts.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)))
    }
    return parts
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    if (/path|characters in fileName/.test(String(cause))) {
      throw new AppError('invalid', 'This archive names files outside of itself and was not opened.', { cause })
    }
    throw new AppError('invalid', 'This file is broken or cut off. Open it in the program that made it and save it again.', { cause })
  }
}

const tooLarge = (bytes: number): AppError =>
  new AppError('too_large', `This unpacks to ${Math.round(bytes / 1e6)} MB of text; at most ${Math.round(limits.unpackedBytes / 1e6)} MB are read. Split it.`)
