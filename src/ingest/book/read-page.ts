import type { SourceFolder } from '../../domain/source.ts'
import { decode, normalise } from '../parse/decode.ts'
import { expandIncludes, mayInclude } from './expand-includes.ts'

export interface PageBytes {
  readonly bytes: Uint8Array
  /** Stamps of the files that the page includes, by path; null for those that are not there. */
  readonly includes: Readonly<Record<string, string | null>>
  readonly notes: readonly string[]
}

/** A file's bytes; of a page of a book, with what it includes in its place. */
export const readPage = async (folder: SourceFolder, path: string, isOfBook: boolean, signal?: AbortSignal): Promise<PageBytes> => {
  const bytes = await folder.read(path, signal)
  const plain = { bytes, includes: {}, notes: [] }
  if (!isOfBook || !/\.(?:md|markdown|mdx)$/i.test(path)) return plain
  const read = async (file: string): Promise<string> => normalise(decode(await folder.read(file, signal)).text)
  const text = textOf(bytes)
  if (text === null || !mayInclude(text)) return plain

  const includes: Record<string, string | null> = {}
  const expanded = await expandIncludes(text, path, async (file) => {
    // The stamp first: what changes in between is read again with the next sync.
    includes[file] = await folder.stampOf(file)
    return includes[file] === null ? null : read(file)
  })
  return { bytes: new TextEncoder().encode(expanded.text), includes, notes: expanded.notes }
}

/** Null for what is no text: its parser says so. */
const textOf = (bytes: Uint8Array): string | null => {
  try {
    return normalise(decode(bytes).text)
  } catch {
    return null
  }
}

/** The stamp of a page and of what it includes. */
export const stampWith = (own: string, includes: PageBytes['includes']): string =>
  Object.keys(includes).length > 0 ? `${own} ${JSON.stringify(includes)}` : own

/** The page's own part of it. */
export const ownStamp = (stamp: string): string => stamp.split(' ', 1)[0]!

/** Paths of the files that a page of this stamp includes. */
export const includesIn = (stamp: string): string[] => {
  const includes = JSON.parse(stamp.slice(ownStamp(stamp).length) || '{}') as PageBytes['includes']
  return Object.keys(includes).filter((path) => includes[path] !== null)
}

/** Whether neither the page nor a file that it includes has changed since. */
export const isCurrent = async (stored: string, own: string, folder: SourceFolder): Promise<boolean> => {
  if (stored === own) return true
  if (ownStamp(stored) !== own) return false
  for (const [path, stamp] of Object.entries(JSON.parse(stored.slice(own.length)) as PageBytes['includes'])) {
    if ((await folder.stampOf(path)) !== stamp) return false
  }
  return true
}
