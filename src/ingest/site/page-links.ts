import { nextTurn } from '../../base/async.ts'
import type { FetchedPage } from '../../domain/site.ts'
import { mediaTypes, extensionOf } from '../parse/detect-type.ts'
import { toUtf8 } from './page-charset.ts'
import { readPageLinks, type PageLinks } from './read-page-links.ts'
import { isHtmlPage, kindOfPage } from './site-kinds.ts'

export interface ReadPage extends PageLinks {
  /** UTF-8 where it is text. */
  readonly bytes: Uint8Array
  /** What a person may want to know of how it was read. */
  readonly notes: readonly string[]
}

/** What a fetched page says to a crawler, and its bytes as they are parsed. */
export const readFetched = async (page: FetchedPage, url: URL): Promise<ReadPage> => {
  const kind = kindOfPage(page)
  if (kind === mediaTypes.pdf) return { ...(await readPageLinks('', page.robotsTag, nextTurn)), bytes: page.bytes, notes: [] }
  const isHtml = isHtmlPage(page)
  const { bytes, charset } = toUtf8(page.bytes, page.charset, isHtml)
  const text = new TextDecoder().decode(bytes)
  const links = await readPageLinks(isHtml ? text : '', page.robotsTag, nextTurn)
  const isMarkdown = kind === mediaTypes.markdown || (kind === undefined && /^(?:md|mdx|markdown)$/.test(extensionOf(url.pathname)))
  return {
    ...links,
    hrefs: isMarkdown ? markdownLinks(text) : links.hrefs,
    bytes,
    notes: charset === null ? [] : [`It was read as ${charset}, as its server says.`],
  }
}

const mostLinks = 5_000

/** Those written as `[text](target)`; reference links name their pages a second time in most books. */
const markdownLinks = (text: string): string[] =>
  text
    .matchAll(/\]\(\s*<?([^()<>\s]{1,2000})/g)
    .take(mostLinks)
    .map((match) => match[1]!)
    .toArray()
