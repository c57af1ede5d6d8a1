import { sha256 } from '../base/id.ts'
import type { Metadata } from '../domain/document.ts'
import type { SourceFile, SourceFolder } from '../domain/source.ts'
import { decode, normalise } from './decode.ts'
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
    return [...parseSummary(text)].map(([page, place]) => [base + page, place])
  } catch {
    return [] // Then it is tried, and reported, as a document.
  }
}

export const bookMetadata = (page: BookPage): Metadata => ({
  book_order: page.order,
  ...(page.above.length > 0 && { book_path: page.above.join(' › ') }),
})

/** Part of a file's stamp: a page that moved in its book is read again although its file is the same. */
export const bookStamp = (page: BookPage | undefined): string => (page ? `/${sha256(JSON.stringify(page)).slice(0, 12)}` : '/')
