import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../base/canonical-json.ts'
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import type { ActionAccess, PinnedFile } from '../../domain/action.ts'
import { assertTrusted } from '../fence/assert-trusted.ts'
import { pinProgram } from '../fence/pin-program.ts'
import { namedPaths } from './named-paths.ts'

const mostBytes = 64 * 1024 * 1024
const mostFiles = 1_000

/**
 * The program, and every file and folder that an argument names and the program may not write: its scripts and their settings. Of a folder
 * the hash is of all that lies in it.
 */
export const pinFiles = async (argv: readonly string[], { writes }: ActionAccess): Promise<PinnedFile[]> => {
  const [program, ...args] = argv
  const { realPath, device, inode, sha256: hash } = await pinProgram(program!)
  const isWritten = (path: string): boolean => writes.some((it) => path === it || path.startsWith(`${it}/`))
  const pinned: PinnedFile[] = [{ path: realPath, inode: `${device}:${inode}`, sha256: hash }]
  for (const path of new Set(args.flatMap(namedPaths))) {
    const file = isWritten(path) ? null : await pinPath(path, { named: path, isWritten, seen: new Set(), files: mostFiles, bytes: mostBytes })
    if (file) pinned.push(file)
  }
  return pinned
}

/** What may still be read for one argument. */
interface Bounds {
  readonly named: string
  readonly isWritten: (path: string) => boolean
  /** Folders, links followed: none is read twice, and links do not lead round and round. */
  readonly seen: Set<string>
  files: number
  bytes: number
}

/** Null for what is no file or folder: an argument may be a name that only looks like a path. */
const pinPath = async (path: string, bounds: Bounds): Promise<PinnedFile | null> => {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile() && !found?.isDirectory()) return null
  bounds.files--
  if (found.isFile()) bounds.bytes -= found.size
  if (bounds.bytes < 0 || bounds.files < 0)
    throw new AppError(
      'invalid',
      `${bounds.named} is larger than 64 MiB or ${mostFiles} files, too much to be compared before each run. Name it under "writes", or hand on its name in another way.`,
    )
  await assertTrusted(path)
  const inode = `${found.dev}:${found.ino}`
  return { path, inode, sha256: sha256(found.isFile() ? await readFile(path) : await listing(await realpath(path), bounds)) }
}

const listing = async (folder: string, bounds: Bounds): Promise<string> => {
  if (bounds.seen.has(folder)) return folder
  bounds.seen.add(folder)
  const listed: unknown[] = []
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name)
    const real = await realpath(path).catch(() => path)
    listed.push({ name, real, pinned: bounds.isWritten(path) || bounds.isWritten(real) ? null : await pinPath(path, bounds) })
  }
  return canonicalJson(listed)
}
