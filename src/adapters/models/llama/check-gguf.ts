import { open } from 'node:fs/promises'
import { AppError } from '../../../base/error.ts'

/**
 * Looks at the first 24 bytes: magic, version, and numbers of tensors and keys that can be. The library waits for ever for some broken files,
 * so they must not reach it.
 */
export const checkGguf = async (path: string): Promise<void> => {
  const header = await readHeader(path)
  if (!header) throw new AppError('unavailable', `There is no model file at ${path}, or it may not be read. Give the path of a .gguf file.`)
  const isGguf = header.length === 24 && header.toString('latin1', 0, 4) === 'GGUF'
  const [version, tensors, keys] = isGguf ? [header.readUInt32LE(4), header.readBigUInt64LE(8), header.readBigUInt64LE(16)] : [0, 0n, 0n]
  if ((version === 2 || version === 3) && tensors > 0n && tensors < 1_000_000n && keys > 0n && keys < 1_000_000n) return
  throw new AppError('unavailable', `${path} is not a whole GGUF model of version 2 or 3. Fetch it again.`)
}

const readHeader = async (path: string): Promise<Buffer | null> => {
  try {
    await using file = await open(path, 'r')
    const { bytesRead, buffer } = await file.read(Buffer.alloc(24), 0, 24, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return null
  }
}
