/**
 * A file on its way: written under a name of its own, so that two programs fetching the same model never meet in one file,
 * and given its real name only when every byte has been compared with its hash and is on the disk.
 */
import { copyFile, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { newId } from '../../../base/id.ts'
import type { ModelFile } from './catalogue.ts'
import { isVerified, rememberVerified, sha256OfStream } from './verified-file.ts'

export interface PartialFile {
  /** Bytes that are there. */
  readonly bytes: number
  append(chunk: Uint8Array): Promise<void>
  cutTo(bytes: number): Promise<void>
  /** True when the content was right and the file stands at its place now; otherwise it is empty again. */
  install(signal?: AbortSignal): Promise<boolean>
  /** What is there stays for the next attempt; an empty one goes. */
  close(): Promise<void>
}

/** Starts with what an earlier attempt left behind. */
export const openPartialFile = async (path: string, file: ModelFile): Promise<PartialFile> => {
  await mkdir(dirname(path), { recursive: true })
  const ownPath = `${path}.${newId()}.partial`
  let bytes = await adopt(path, ownPath, file.bytes)
  const handle = await open(ownPath, bytes > 0 ? 'r+' : 'w+')
  let isOpen = true

  const closeHandle = async (): Promise<void> => {
    if (isOpen) await handle.close()
    isOpen = false
  }
  const cutTo = async (length: number): Promise<void> => {
    await handle.truncate(length)
    bytes = length
  }

  return {
    get bytes() {
      return bytes
    },
    append: async (chunk) => {
      for (let at = 0; at < chunk.length;) {
        const { bytesWritten } = await handle.write(chunk, at, chunk.length - at, bytes)
        at += bytesWritten
        bytes += bytesWritten
      }
    },
    cutTo,
    install: async (signal) => {
      if (bytes !== file.bytes || (await sha256OfStream(readAll(handle), signal)) !== file.sha256) {
        await cutTo(0)
        return false
      }
      await handle.sync()
      await closeHandle()
      const renamed = await rename(ownPath, path).then(always, never)
      // Another program was first, and took our unfinished file for a left-over.
      if (!renamed) return isVerified(path, file)
      await syncFolder(dirname(path))
      await rememberVerified(path, file)
      for (const left of await partialsOf(path)) await rm(left.path, { force: true }).catch(() => {})
      return true
    },
    close: async () => {
      if (!isOpen) return
      await closeHandle()
      if (bytes === 0) await rm(ownPath, { force: true })
    },
  }
}

/**
 * The longest of what others got so far is copied, not taken: its writer may still be at work, here or in another container.
 * What no one has touched for a minute is removed; a writer that still wanted it would start again.
 */
const adopt = async (path: string, ownPath: string, mostBytes: number): Promise<number> => {
  const lefts = (await partialsOf(path)).filter((left) => left.bytes > 0 && left.bytes <= mostBytes).sort((a, b) => b.bytes - a.bytes)
  // Its writer may have finished just now, and renamed it.
  const copied = lefts[0] !== undefined && (await copyFile(lefts[0].path, ownPath).then(always, never))
  for (const left of lefts) if (Date.now() - left.modifiedMs > 60_000) await rm(left.path, { force: true })
  return copied ? (await stat(ownPath)).size : 0
}

const always = (): boolean => true
const never = (): boolean => false

/** By its handle, not its name: another program that was faster may have removed the name. */
const readAll = (handle: FileHandle): AsyncIterable<Uint8Array> => handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 })

const partialsOf = async (path: string): Promise<{ path: string; bytes: number; modifiedMs: number }[]> => {
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith('.partial'))
  const found = names.map(async (name) => {
    const full = join(dirname(path), name)
    const stats = await stat(full).catch(() => null)
    return stats ? [{ path: full, bytes: stats.size, modifiedMs: stats.mtimeMs }] : []
  })
  return (await Promise.all(found)).flat()
}

/** The new name itself must outlive a power cut. Windows has no such call. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
