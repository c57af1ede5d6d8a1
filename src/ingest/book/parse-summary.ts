import { plainTitle } from '../parse/plain-title.ts'

/** A page as a git-book's SUMMARY.md lists it. */
export interface BookPage {
  readonly title: string
  /** Position in the book, from 1. */
  readonly order: number
  /** Titles of the part and pages above it, outermost first. */
  readonly above: readonly string[]
  /** Title of the book, where its settings tell it. */
  readonly book?: string
}

/**
 * SUMMARY.md → its pages by path, relative to the folder that it lies in. The grammar is GitBook's and mdBook's: headings but the first of
 * level one are parts, nested list items are pages below pages, links on a line of their own stand before and after all parts.
 * Drafts and links to other sites are left out; of a page listed twice the first place counts.
 */
export const parseSummary = (text: string): ReadonlyMap<string, BookPage> => {
  const pages = new Map<string, BookPage>()
  let part: string[] = []
  let open: { indent: number; title: string }[] = []
  let titled = false
  let hasList = false
  for (const line of text.split('\n')) {
    const heading = /^ {0,3}(#{1,6})\s+(.+)$/.exec(line)
    if (heading) {
      const isTitle = heading[1] === '#' && !titled && pages.size === 0
      titled = true
      part = isTitle ? [] : [plainTitle(heading[2]!)]
      open = []
      continue
    }
    const item = /^(\s*)(?:[-*+]|\d+[.)])\s+(.+)$/.exec(line) ?? /^()(\[(?:[^\]\\]|\\.)*\]\(.*)$/.exec(line)
    if (!item) continue
    if (!line.startsWith('[')) hasList = true
    else if (hasList) part = []
    const indent = item[1]!.replaceAll('\t', '    ').length
    const link = /^\[((?:[^\]\\]|\\.)*)\]\(\s*(?:<([^>]*)>|([^\s)]*))(?:\s+["'][^)]*)?\)/.exec(item[2]!)
    const title = plainTitle(link ? link[1]! : item[2]!)
    open = [...open.filter((above) => above.indent < indent), { indent, title }]
    const path = pagePath(link?.[2] ?? link?.[3] ?? '')
    if (path && !pages.has(path)) pages.set(path, { title, order: pages.size + 1, above: [...part, ...open.slice(0, -1).map((page) => page.title)] })
  }
  return pages
}

const pagePath = (link: string): string => {
  const path = link.replace(/[#?].*$/, '').replace(/^\.\//, '')
  if (path === '' || /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(path)) return ''
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
