import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Systems } from '../../../domain/systems.ts'
import type { Look, Seen } from '../look.ts'
import { failureCode } from '../net/get.ts'

const mostEntries = 200_000

/** Links are not followed, and another file system is not entered. */
export const directorySize = ({ directories }: Systems): Look => ({
  name: 'directory_size',
  facts: ['is_readable', 'failure', 'size_bytes', 'files', 'newest_seconds'],
  summary: 'Bytes and files in a configured folder and below it',
  how: 'process',
  limitMs: 15_000,
  params: { directory: { kind: 'name', names: directories.map((it) => it.name), about: 'Which folder' } },
  see: async ({ directory }, signal): Promise<Seen> => {
    const { name, path } = directories.find((it) => it.name === directory)!
    const labels = { directory: name }
    const found = await added(path, signal).catch((error: unknown) => failureCode(error))
    if (typeof found === 'string') {
      return {
        facts: [
          { name: 'is_readable', value: false, labels },
          { name: 'failure', value: found, labels },
        ],
      }
    }
    return {
      facts: [
        { name: 'is_readable', value: true, labels },
        { name: 'size_bytes', value: found.bytes, labels },
        { name: 'files', value: found.files, labels },
        { name: 'newest_seconds', value: found.newestMs === 0 ? null : Math.max(0, Math.round((Date.now() - found.newestMs) / 1000)), labels },
      ],
      problem: found.isWhole ? null : `It holds more than ${mostEntries.toLocaleString('en')} entries, or parts of it cannot be read: this is a lower bound.`,
    }
  },
})

const added = async (root: string, signal: AbortSignal) => {
  const { dev } = await lstat(root)
  const sum = { bytes: 0, files: 0, newestMs: 0, isWhole: true }
  const waiting = [root]
  let entries = 0
  for (let folder = waiting.pop(); folder !== undefined && !signal.aborted; folder = waiting.pop()) {
    const listing = await opendir(folder).catch((error: unknown) => {
      if (folder === root) throw error
      sum.isWhole = false
      return null
    })
    for await (const entry of listing ?? []) {
      if (++entries > mostEntries) return { ...sum, isWhole: false }
      const found = await lstat(join(folder, entry.name)).catch(() => null)
      if (found === null || found.dev !== dev) continue
      if (found.isDirectory()) waiting.push(join(folder, entry.name))
      if (!found.isFile()) continue
      sum.files++
      // As `du` counts: what it takes on the disk, in units of 512 bytes.
      sum.bytes += found.blocks * 512
      sum.newestMs = Math.max(sum.newestMs, found.mtimeMs)
    }
  }
  return sum
}
