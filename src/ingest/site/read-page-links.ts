import { Tokenizer, TokenizerMode, type Token } from 'parse5'

/** What a page says to a crawler. */
export interface PageLinks {
  /** Addresses as they are written, in order, those that ask not to be followed left out. */
  readonly hrefs: readonly string[]
  /** What `hrefs` are relative to, when the page says it. */
  readonly base: string | null
  readonly canonical: string | null
  /** The page sends its reader somewhere else at once. */
  readonly refresh: string | null
  readonly noindex: boolean
}

/** Beyond it a page is a listing made by a machine; its text is still read whole. */
const scannedLength = 4_000_000
const sliceLength = 64 * 1024
const mostLinks = 5_000

/**
 * Reads the tags of a page one after the other, without a tree: in linear time, in constant memory, and between slices others have their turn,
 * so that no page can hold up the thread it is read on. `robotsTag` is what the response said in X-Robots-Tag.
 */
export const readPageLinks = async (text: string, robotsTag: string, pause: () => Promise<void>): Promise<PageLinks> => {
  const found = newFindings(robotsTag)
  const ignore = (): void => {}
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag: (tag) => {
        found.tag(tag)
        tokenizer.state = stateAfter(tag.tagName)
      },
      onEndTag: ignore,
      onComment: ignore,
      onDoctype: ignore,
      onEof: ignore,
      onCharacter: ignore,
      onNullCharacter: ignore,
      onWhitespaceCharacter: ignore,
    },
  )
  const scanned = text.slice(0, scannedLength)
  for (let start = 0; start < scanned.length; start += sliceLength) {
    tokenizer.write(scanned.slice(start, start + sliceLength), start + sliceLength >= scanned.length)
    await pause()
  }
  return found.links()
}

/** A tree builder would tell the tokenizer which elements hold no tags. */
const stateAfter = (name: string): Tokenizer['state'] => {
  if (name === 'script') return TokenizerMode.SCRIPT_DATA
  if (name === 'title' || name === 'textarea') return TokenizerMode.RCDATA
  return ['style', 'xmp', 'iframe', 'noembed', 'noframes'].includes(name) ? TokenizerMode.RAWTEXT : TokenizerMode.DATA
}

const newFindings = (robotsTag: string) => {
  const hrefs = new Set<string>()
  let base: string | null = null
  let canonical: string | null = null
  let refresh: string | null = null
  let directives = directivesOf(withoutOtherAgents(robotsTag))

  const meta = (attribute: (name: string) => string): void => {
    if (/^(?:robots|answerable)$/i.test(attribute('name'))) directives = new Set([...directives, ...directivesOf(attribute('content'))])
    if (/^refresh$/i.test(attribute('http-equiv'))) refresh ??= /^\s*\d+\s*[;,]\s*url\s*=\s*['"]?([^'"]+)/i.exec(attribute('content'))?.[1] ?? null
  }
  const follow = (href: string, rel: string): void => {
    if (href !== '' && hrefs.size < mostLinks && !/\b(?:nofollow|ugc|sponsored)\b/i.test(rel)) hrefs.add(href)
  }
  return {
    tag: ({ tagName, attrs }: Token.TagToken): void => {
      const attribute = (name: string): string => attrs.find((it) => it.name === name)?.value ?? ''
      const [href, rel] = [attribute('href'), attribute('rel')]
      if (tagName === 'base') base ??= href || null
      else if (tagName === 'meta') meta(attribute)
      else if (tagName === 'link' && /\bcanonical\b/i.test(rel)) canonical ??= href || null
      else if (tagName === 'link' && /\b(?:next|prev)\b/i.test(rel)) follow(href, rel)
      else if (tagName === 'a' || tagName === 'area') follow(href, rel)
      // mdBook keeps its table of contents in a frame for readers without scripts.
      else if (tagName === 'frame' || tagName === 'iframe') follow(attribute('src'), rel)
    },
    links: (): PageLinks => ({
      hrefs: directives.has('nofollow') || directives.has('none') ? [] : [...hrefs],
      base,
      canonical,
      refresh,
      noindex: directives.has('noindex') || directives.has('none'),
    }),
  }
}

const directivesOf = (text: string): Set<string> =>
  new Set(
    text
      .toLowerCase()
      .split(',')
      .map((it) => it.trim()),
  )

/** `X-Robots-Tag: otherbot: noindex` is meant for another program, up to the next one that is named. */
const withoutOtherAgents = (tag: string): string => {
  let isForUs = true
  return tag
    .split(',')
    .map((part) => {
      const agent = /^\s*([\w.-]+)\s*:(.*)$/.exec(part)
      if (!agent || agent[1]!.toLowerCase() === 'unavailable_after') return isForUs ? part : ''
      isForUs = agent[1]!.toLowerCase() === 'answerable'
      return isForUs ? agent[2]! : ''
    })
    .join(',')
}
