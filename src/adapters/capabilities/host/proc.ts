/** procfs, read in pieces that end. */
import { open } from 'node:fs/promises'

const mostBytes = 4 * 1024 * 1024

/** At most 4 MiB; files of procfs have no length before they are read. */
export const readProc = async (path: string): Promise<string> => {
  const file = await open(path, 'r')
  try {
    const chunks: Buffer[] = []
    let total = 0
    while (total < mostBytes) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536, null)
      if (bytesRead === 0) break
      chunks.push(buffer.subarray(0, bytesRead))
      total += bytesRead
    }
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    await file.close()
  }
}

/** Null where it is not there or may not be read. */
export const readProcIf = (path: string): Promise<string | null> => readProc(path).catch(() => null)

/** `MemTotal:  16384 kB` → bytes. */
export const kilobytes = (text: string, name: string): number | null => {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)
  return match ? Number(match[1]) * 1024 : null
}

export const share = (part: number, whole: number): number => (whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : 0)
