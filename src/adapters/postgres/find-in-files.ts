import { open } from 'node:fs/promises'

const blockBytes = 4 * 1024 * 1024

/** How often these bytes stand in a file, read block by block; 0 for a file that is gone meanwhile. */
export const countInFile = async (path: string, wanted: Uint8Array): Promise<number> => {
  const file = await open(path).catch(() => null)
  if (!file) return 0
  try {
    // The end of a block is looked at again with the next one, as the bytes may lie across both.
    const overlap = wanted.length - 1
    const buffer = Buffer.alloc(overlap + blockBytes)
    let held = 0
    let count = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, held, blockBytes)
      if (bytesRead === 0) return count
      const filled = buffer.subarray(0, held + bytesRead)
      for (let at = filled.indexOf(wanted); at >= 0; at = filled.indexOf(wanted, at + 1)) count++
      held = Math.min(overlap, filled.length)
      filled.copy(buffer, 0, filled.length - held)
    }
  } finally {
    await file.close()
  }
}
