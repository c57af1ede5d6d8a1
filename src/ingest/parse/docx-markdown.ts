import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import type { Handle } from 'hast-util-to-mdast'
import { defaultHandlers } from 'hast-util-to-mdast'
import { kept } from './html-content.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import { rowsOf, tablesOf } from './spanning-cells.ts'

/** What mammoth makes of a Word document, as Markdown with footnotes; the first row of a table is its header, because few authors mark one. */
export const docxMarkdown = (html: string): string => {
  const page: Root = { type: 'root', children: kept(fromHtml(html, { fragment: true }).children, new Set()) }
  for (const table of tablesOf(page)) headFirstRow(table)
  return htmlToMarkdown(page, { a: linkOrNote, ol: listOrNotes })
}

const headFirstRow = (table: Element): void => {
  const [first] = rowsOf(table)
  for (const cell of first?.children ?? []) if (cell.type === 'element' && cell.tagName === 'td') cell.tagName = 'th'
}

/** mammoth's `[1]` leads to an item of the list at the end, and that item's arrow back to it. */
const linkOrNote: Handle = (state, link: Element) => {
  const target = String(link.properties.href ?? '')
  if (/^#(?:foot|end)note-ref-/.test(target)) return undefined
  if (/^#(?:foot|end)note-\d/.test(target)) return { type: 'footnoteReference', identifier: labelOf(link) }
  // A bookmark within the document leads nowhere outside of Word.
  return target.startsWith('#') || target === '' ? state.all(link) : defaultHandlers.a(state, link)
}

const labelOf = (link: Element): string =>
  link.children
    .map((child) => (child.type === 'text' ? child.value : ''))
    .join('')
    .replace(/\D/g, '')

const listOrNotes: Handle = (state, list: Element) => {
  const items = list.children.filter((child): child is Element => child.type === 'element')
  if (!/^(?:foot|end)note-\d/.test(String(items[0]?.properties.id ?? ''))) return defaultHandlers.ol(state, list)
  return items.map((item, index) => ({ type: 'footnoteDefinition' as const, identifier: String(index + 1), children: state.toFlow(state.all(item)) as never }))
}
