import type { Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { AppError } from '../../base/error.ts'
import { mediaTypes } from './detect-type.ts'
import { findElement, mainPart, textOf } from './html-content.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import { markdownBlocks } from './parse-markdown.ts'
import type { ParsedDocument } from './parsed.ts'

/** The page's main part as Markdown, made once: that text is what is stored and cited. Fails with `invalid` when it nests too deeply. */
export const parseHtml = (html: string): ParsedDocument => {
  try {
    return parsePage(fromHtml(html))
  } catch (error) {
    if (error instanceof RangeError)
      throw new AppError('invalid', 'This page nests its elements too deeply to be read. Save it as plain text.', { cause: error })
    throw error
  }
}

const parsePage = (page: Root): ParsedDocument => {
  const language = findElement(page, 'html')?.properties.lang
  const text = htmlToMarkdown(mainPart(page))
  const blocks = markdownBlocks(text, 0)
  const heading = blocks.find((block) => block.kind === 'heading' && block.depth === 1)
  return {
    title: pageTitle(textOf(findElement(page, 'title')), heading?.title ?? ''),
    language: typeof language === 'string' ? language : null,
    metadata: {},
    mediaType: mediaTypes.html,
    text,
    pageStarts: [],
    blocks,
    notes: [],
  }
}

/** Most pages add the name of their site; it would stand before each chunk of each of them. */
const pageTitle = (title: string, heading: string): string => {
  const rest = title.startsWith(heading) ? title.slice(heading.length) : ''
  return heading !== '' && (title === '' || /^\s+(?:[|–—·»]|::|-)\s/.test(rest)) ? heading : title
}
