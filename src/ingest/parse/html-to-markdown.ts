import type { Root } from 'hast'
import { toMdast, type Handle } from 'hast-util-to-mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown } from 'mdast-util-to-markdown'
import { repeatSpanningCells } from './spanning-cells.ts'

/** A tree of HTML as Markdown. `handlers` say what becomes of elements that mean more than HTML says of them. */
export const htmlToMarkdown = (page: Root, handlers: Record<string, Handle> = {}): string =>
  toMarkdown(toMdast(repeatSpanningCells(page), { handlers }), { extensions: [gfmToMarkdown({ tablePipeAlign: false })], bullet: '-', rule: '-' })
