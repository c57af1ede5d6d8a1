import type { Element, ElementContent, Root, RootContent } from 'hast'
import { isEmptyLink, isHeading, isOtherLandmark, isOwnContents, withoutOwnLink } from './html-noise.ts'

/** What a reader of the page came for: its main part or only `article` where there is one, without navigation and what is hidden. */
export const mainPart = (page: Root): Root => {
  const main = mainElement(page)
  if (main) return { type: 'root', children: kept(main.children, insideMain) }
  const body = findElement(page, 'body')
  return { type: 'root', children: kept(body ? body.children : page.children, outsideMain) }
}

/** The first element of that name, in document order. */
export const findElement = (page: Root, name: string): Element | undefined => elements(page).find((element) => element.tagName === name)

export const textOf = (element: Element | undefined): string =>
  (element?.children ?? [])
    .map((child) => (child.type === 'text' ? child.value : ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()

/** Within the main part the only article, unless the title stands beside it: what is left are menus and outlines. */
const mainElement = (page: Root): Element | undefined => {
  const main = findElement(page, 'main') ?? elements(page).find(({ properties }) => properties.role === 'main')
  if (!main) return onlyArticle(page)
  const within: Root = { type: 'root', children: main.children }
  const article = onlyArticle(within)
  const isWhole = article && (findElement({ type: 'root', children: article.children }, 'h1') || !findElement(within, 'h1'))
  return isWhole ? article : main
}

const onlyArticle = (page: Root): Element | undefined => {
  const articles = elements(page)
    .filter((element) => element.tagName === 'article')
    .take(2)
    .toArray()
  return articles.length === 1 ? articles[0] : undefined
}

function* elements(page: Root): Generator<Element, undefined> {
  const open: RootContent[] = [...page.children].reverse()
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type !== 'element') continue
    yield node
    for (let index = node.children.length - 1; index >= 0; index--) open.push(node.children[index]!)
  }
  return undefined
}

const neverRead = [
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'iframe',
  'object',
  'embed',
  'canvas',
  'audio',
  'video',
  'nav',
  'aside',
  'button',
  'input',
  'select',
  'textarea',
  'dialog',
  'head',
]
const insideMain = new Set([...neverRead, 'footer'])
// The header of an article holds its title, that of a page its menu.
const outsideMain = new Set([...neverRead, 'footer', 'header'])

/** Nodes without comments, elements of these names, and what is hidden; pictures by their words. */
export const kept = <Node extends RootContent | ElementContent>(nodes: readonly Node[], dropped: ReadonlySet<string>): Node[] =>
  nodes.flatMap((node) => {
    if (node.type === 'comment' || node.type === 'doctype') return []
    if (node.type !== 'element') return [node]
    if (dropped.has(node.tagName) || isHidden(node) || isOtherLandmark(node) || isOwnContents(node) || isEmptyLink(node)) return []
    if (isHeading(node) && node.children.some((child) => child.type === 'element'))
      return [{ ...node, children: kept(withoutOwnLink(node).children, dropped) } as Node]
    if (node.tagName === 'img') return [{ type: 'text', value: String(node.properties.alt ?? '') } as Node]
    return [{ ...node, tagName: isUnsafeLink(node) ? 'span' : node.tagName, children: kept(node.children, dropped) }]
  })

/** Text that no reader sees is no evidence, and a favourite place for instructions to a model. */
const isHidden = ({ properties }: Element): boolean =>
  properties.hidden !== undefined && properties.hidden !== null && properties.hidden !== false
    ? true
    : properties.ariaHidden === 'true' || /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:[^.\d]|$)/i.test(String(properties.style ?? ''))

const isUnsafeLink = ({ tagName, properties }: Element): boolean =>
  tagName === 'a' && !/^\s*(?!(?:javascript|data|vbscript):)\S/i.test(String(properties.href ?? ''))
