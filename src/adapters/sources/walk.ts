import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted } from '../../base/async.ts'
import type { SourceItem } from '../../domain/source.ts'
import { isIgnored, withRulesOf, type IgnoreRules } from './ignore-rules.ts'
import { explain, isInside } from './read-inside.ts'

interface Folder {
  /** Relative to the root, as documents will be named. */
  readonly path: string
  readonly rules: IgnoreRules
}

/** What was met on the way, so that each file is listed once and under its own name: links come last. */
interface Walked {
  readonly folders: Set<string>
  readonly files: Set<string>
  readonly links: Folder[]
}

export async function* walk(root: string, accepts: (path: string) => boolean, signal?: AbortSignal): AsyncGenerator<SourceItem, void> {
  const walked: Walked = { folders: new Set(), files: new Set(), links: [] }
  yield* walkFolder(root, { path: '', rules: [] }, accepts, walked, signal)
  for (let link = walked.links.shift(); link; link = walked.links.shift()) {
    yield* followLink(root, link, accepts, walked, signal)
  }
}

async function* walkFolder(
  root: string,
  top: Folder,
  accepts: (path: string) => boolean,
  walked: Walked,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem, void> {
  const waiting = [top]
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    throwIfAborted(signal)
    const listing = await readFolder(root, folder)
    if ('problem' in listing) {
      yield listing.problem
      continue
    }
    walked.folders.add(listing.real)
    const rules = await withRulesOf(folder.rules, root, folder.path)
    const below: Folder[] = []
    for (const entry of listing.entries) {
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`
      if (isLeftOut(entry) || isIgnored(rules, path, entry.isDirectory())) continue
      if (entry.isSymbolicLink()) walked.links.push({ path, rules })
      else if (entry.isDirectory()) below.push({ path, rules })
      else if (entry.isFile()) {
        walked.files.add(join(listing.real, entry.name))
        yield await listFile(root, path, accepts)
      }
    }
    waiting.push(...below.reverse())
  }
}

/** A link is followed to what is not listed yet: inside the root, and hidden or ignored there. */
async function* followLink(
  root: string,
  link: Folder,
  accepts: (path: string) => boolean,
  walked: Walked,
  signal?: AbortSignal,
): AsyncGenerator<SourceItem, void> {
  const problem = (reason: string): SourceItem => ({ type: 'problem', path: link.path, reason, hides: false })
  try {
    const real = await realpath(join(root, link.path))
    if (!isInside(root, real)) return yield problem('This link leads out of the folder and was not followed.')
    const target = await stat(real)
    const place = await realpath(join(root, link.path, '..'))
    if (target.isDirectory() && isInside(real, place)) return yield problem('This link leads back to a folder above it and was not followed.')
    if (walked.folders.has(real) || walked.files.has(real)) return
    if (target.isDirectory()) return yield* walkFolder(root, link, accepts, walked, signal)
    walked.files.add(real)
    if (target.isFile()) yield await listFile(root, link.path, accepts)
  } catch (cause) {
    throwIfAborted(signal)
    const code = (cause as { code?: string }).code
    yield problem(code === 'ENOENT' ? 'This link leads to nothing.' : (explain(cause)?.message ?? String(cause)))
  }
}

const readFolder = async (root: string, { path }: Folder): Promise<{ real: string; entries: Dirent[] } | { problem: SourceItem }> => {
  try {
    const real = await realpath(join(root, path))
    const entries = await readdir(real, { withFileTypes: true })
    return { real, entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  } catch (cause) {
    // The root itself must be readable, or the walk says nothing about what has gone.
    if (path === '') throw explain(cause) ?? cause
    return { problem: { type: 'problem', path, reason: explain(cause)?.message ?? String(cause), hides: true } }
  }
}

const isLeftOut = (entry: Dirent): boolean => entry.name.startsWith('.') || entry.name === 'node_modules'

const listFile = async (root: string, path: string, accepts: (path: string) => boolean): Promise<SourceItem> => {
  if (!accepts(path)) return { type: 'skipped', path }
  try {
    return { type: 'file', path, ...(await stampOf(join(root, path))) }
  } catch (cause) {
    return { type: 'problem', path, reason: explain(cause)?.message ?? String(cause), hides: true }
  }
}

export const stampOf = async (path: string): Promise<{ size: number; stamp: string }> => {
  const { size, mtimeNs } = await stat(path, { bigint: true })
  return { size: Number(size), stamp: `${size}-${mtimeNs}` }
}
