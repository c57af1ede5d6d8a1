import { Writable, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError } from '../../base/error.ts'

/** What we say that we understand. */
export const acceptedEncodings = 'gzip, deflate, br'

/** The whole body, unpacked. Stops reading at the limit, whatever the server said of its length: a small body may unpack to gigabytes. */
export const readBody = async (body: Readable, encoding: string, limitBytes: number): Promise<Uint8Array> => {
  const pieces: Buffer[] = []
  let length = 0
  const collect = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      length += piece.length
      if (length > limitBytes) return done(tooLarge(limitBytes))
      pieces.push(piece)
      done()
    },
  })
  const unpack = unpackers(encoding)
  await pipeline([body, ...unpack, collect])
  return Buffer.concat(pieces, length)
}

export const tooLarge = (limitBytes: number): AppError =>
  new AppError('too_large', `This page is larger than ${Math.round(limitBytes / 1e6)} MB and was not read to its end.`)

/** In the order in which they are undone: the last one named was put on last. */
const unpackers = (encoding: string): NodeJS.ReadWriteStream[] => {
  const names = encoding
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length > mostLayers) throw new AppError('upstream', `The server packed this page ${names.length} times over. It cannot be read.`)
  return names.toReversed().map((name) => {
    if (name === 'gzip' || name === 'x-gzip') return createGunzip()
    if (name === 'deflate') return createInflate()
    if (name === 'br') return createBrotliDecompress()
    throw new AppError('upstream', `The server packed this page as "${name.slice(0, 20)}", which it was not asked for. It cannot be read.`)
  })
}

const mostLayers = 2
