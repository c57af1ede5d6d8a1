import type { Element, ElementContent, RootContent } from 'hast'

/** What a page wraps around its text, told by what an element is, never by the name of a class: generators rename those. */

/** Landmarks (WAI-ARIA) that hold no text of the page itself, whatever element they are put on. */
const otherLandmarks = new Set(['navigation', 'banner', 'contentinfo', 'search', 'complementary', 'dialog', 'menu', 'toolbar', 'radiogroup'])

export const isOtherLandmark = ({ properties }: Element): boolean => otherLandmarks.has(String(properties.role ?? '').toLowerCase())

export const isHeading = ({ tagName }: Element): boolean => /^h[1-6]$/.test(tagName)

/** A list whose items are nothing but links into the page: its own table of contents. */
export const isOwnContents = ({ tagName, children }: Element): boolean =>
  (tagName === 'ul' || tagName === 'ol') &&
  children.some(isElement) &&
  children.every((item) => (!isElement(item) ? isBlank(item) : item.tagName === 'li' && isOnlyOwnLinks(item)))

const isOnlyOwnLinks = (item: Element): boolean =>
  item.children.some(isElement) &&
  item.children.every((child) =>
    isElement(child) ? isOwnLink(child) || isOwnContents(child) || (['p', 'span', 'div'].includes(child.tagName) && isOnlyOwnLinks(child)) : isBlank(child),
  )

const isOwnLink = ({ tagName, properties }: Element): boolean => tagName === 'a' && String(properties.href ?? '').startsWith('#')

/**
 * A heading without the link to itself that generators put into it: a link around its words goes and leaves them,
 * one beside them (`¶`, `#`, an icon) goes whole.
 */
export const withoutOwnLink = (heading: Element): Element => ({ ...heading, children: heading.children.flatMap(unlinked) })

const unlinked = (child: ElementContent): ElementContent[] => {
  if (!isElement(child)) return [child]
  if (!isOwnLink(child)) return [{ ...child, children: child.children.flatMap(unlinked) }]
  return /^[\s\p{Cf}¶§#🔗]*$/u.test(deepText(child)) ? [] : child.children
}

/** A link that shows nothing: its icon was left out. */
export const isEmptyLink = (element: Element): boolean => element.tagName === 'a' && /^[\s\p{Cf}]*$/u.test(deepText(element))

const deepText = (node: ElementContent): string => {
  if (node.type === 'text') return node.value
  if (node.type !== 'element') return ''
  return node.tagName === 'img' ? String(node.properties.alt ?? '') : node.children.map(deepText).join('')
}

const isElement = (node: RootContent | ElementContent): node is Element => node.type === 'element'
const isBlank = (node: RootContent | ElementContent): boolean => node.type !== 'text' || node.value.trim() === ''
