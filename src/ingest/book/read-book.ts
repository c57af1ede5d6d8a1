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
  /** Where the files of each book lie, pages and what they include, with a slash; empty for the whole root. */
  readonly folders: readonly string[]
}

// The longest real ones have a few thousand lines; they are read on the main thread.
const longestSummaryBytes = 512 * 1024

/** A SUMMARY.md counts as a table of contents when it links to a page that is there; otherwise it is a page like any other. */
export const readBooks = async (folder: SourceFolder, files: readonly SourceFile[], signal?: AbortSignal): Promise<Books> => {
  const listed = new Set(files.map(({ path }) => path))
  const summaries = new Set<string>()
  const pages = new Map<string, BookPage>()
  const folders: string[] = []
  for (const { path, size } of files) {
    if (!/(?:^|\/)SUMMARY\.md$/.test(path) || size > longestSummaryBytes) continue
    const book = await bookOf(folder, path, signal)
    const found = book.pages.filter(([page]) => listed.has(page) && page !== path)
    if (found.length === 0) continue
    summaries.add(path)
    folders.push(book.folder)
    for (const [page, place] of found) if (!pages.has(page)) pages.set(page, place)
  }
  return { summaries, pages, folders }
}

interface Book {
  readonly folder: string
  readonly pages: readonly [string, BookPage][]
}

const bookOf = async (folder: SourceFolder, path: string, signal?: AbortSignal): Promise<Book> => {
  const base = path.slice(0, -'SUMMARY.md'.length)
  try {
    const text = normalise(decode(await folder.read(path, signal)).text)
    const pages = [...parseSummary(text)]
    const settings = pages.length > 0 ? await bookSettings(folder, base, signal) : { folder: base, title: '' }
    const place = settings.title ? { book: settings.title } : {}
    return { folder: settings.folder, pages: pages.map(([page, at]) => [base + page, { ...at, ...place }]) }
  } catch {
    return { folder: base, pages: [] } // Then it is tried, and reported, as a document.
  }
}

/** Where mdBook's settings lie, at the pages or one above, and what they call the book. */
const bookSettings = async (folder: SourceFolder, base: string, signal?: AbortSignal): Promise<{ folder: string; title: string }> => {
  const above = base.split('/').slice(0, -1)
  for (const parts of above.length > 0 ? [above, above.slice(0, -1)] : [above]) {
    const place = parts.map((part) => `${part}/`).join('')
    try {
      const settings = parseToml(decode(await folder.read(`${place}book.toml`, signal)).text) as { book?: { title?: unknown } }
      return { folder: place, title: typeof settings.book?.title === 'string' ? settings.book.title.slice(0, 200) : '' }
    } catch {
      // No mdBook, or one whose settings are broken: its pages have titles of their own.
    }
  }
  return { folder: base, title: '' }
}

export const bookMetadata = (page: BookPage): Metadata => ({
  book_order: page.order,
  ...(page.book && { book_title: page.book }),
  ...(page.above.length > 0 && { book_path: page.above.join(' › ') }),
})

/** Part of a file's stamp: a page that moved in its book is read again although its file is the same. */
export const bookStamp = (page: BookPage | undefined): string => (page ? `/${sha256(JSON.stringify(page)).slice(0, 12)}` : '/')
