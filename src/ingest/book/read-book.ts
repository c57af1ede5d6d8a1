import { sha256 } from '../../base/id.ts'
import type { Metadata } from '../../domain/document.ts'
import type { SourceFile, SourceFolder } from '../../domain/source.ts'
import { parse as parseToml } from 'smol-toml'
import { decode, normalise } from '../parse/decode.ts'
import { parseSummary, type BookPage } from './parse-summary.ts'

/** What SUMMARY.md files say of the pages of a folder. */
export interface Books {
  /** Paths of tables of contents: they are not documents themselves. */
  readonly summaries: ReadonlySet<string>
  readonly pages: ReadonlyMap<string, BookPage>
}

// The longest real ones have a few thousand lines; they are read on the main thread.
const longestSummaryBytes = 512 * 1024

/** A SUMMARY.md counts as a table of contents when it links to a page that is there; otherwise it is a page like any other. */
export const readBooks = async (folder: SourceFolder, files: readonly SourceFile[], signal?: AbortSignal): Promise<Books> => {
  const listed = new Set(files.map(({ path }) => path))
  const summaries = new Set<string>()
  const pages = new Map<string, BookPage>()
  for (const { path, size } of files) {
    if (!/(?:^|\/)SUMMARY\.md$/.test(path) || size > longestSummaryBytes) continue
    const found = (await pagesOf(folder, path, signal)).filter(([page]) => listed.has(page) && page !== path)
    if (found.length > 0) summaries.add(path)
    for (const [page, place] of found) if (!pages.has(page)) pages.set(page, place)
  }
  return { summaries, pages }
}

const pagesOf = async (folder: SourceFolder, path: string, signal?: AbortSignal): Promise<[string, BookPage][]> => {
  const base = path.slice(0, -'SUMMARY.md'.length)
  try {
    const text = normalise(decode(await folder.read(path, signal)).text)
    const pages = [...parseSummary(text)]
    const book = pages.length > 0 ? await bookTitle(folder, base, signal) : ''
    return pages.map(([page, place]) => [base + page, book ? { ...place, book } : place])
  } catch {
    return [] // Then it is tried, and reported, as a document.
  }
}

/** What mdBook's settings, which lie above the pages, call the book. */
const bookTitle = async (folder: SourceFolder, base: string, signal?: AbortSignal): Promise<string> => {
  const above = base.split('/').slice(0, -1)
  for (const parts of [above, above.slice(0, -1)]) {
    try {
      const settings = parseToml(decode(await folder.read([...parts, 'book.toml'].join('/'), signal)).text) as { book?: { title?: unknown } }
      if (typeof settings.book?.title === 'string') return settings.book.title.slice(0, 200)
    } catch {
      // No mdBook, or one whose settings are broken: its pages have titles of their own.
    }
    if (parts.length === 0) break
  }
  return ''
}

export const bookMetadata = (page: BookPage): Metadata => ({
  book_order: page.order,
  ...(page.book && { book_title: page.book }),
  ...(page.above.length > 0 && { book_path: page.above.join(' › ') }),
})

/** Part of a file's stamp: a page that moved in its book is read again although its file is the same. */
export const bookStamp = (page: BookPage | undefined): string => (page ? `/${sha256(JSON.stringify(page)).slice(0, 12)}` : '/')
