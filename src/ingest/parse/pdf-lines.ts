/** The part of a PDF's text items that we use: a run of glyphs at a place. */
interface TextItem {
  readonly str: string
  /** Scale and place: [4] is x, [5] is y from the bottom. */
  readonly transform: readonly number[]
  readonly height: number
  readonly width: number
  readonly hasEOL: boolean
}

/** Runs of glyphs → lines, with a blank line where the gap between two lines is wider than within a paragraph. */
export const pageLines = (items: readonly object[]): string => {
  const lines: { text: string; y: number; height: number }[] = []
  let open: { text: string; y: number; height: number; endX: number } | null = null
  for (const item of items) {
    if (!isTextItem(item)) continue
    const [x, y] = [item.transform[4] ?? 0, item.transform[5] ?? 0]
    if (open && Math.abs(open.y - y) > Math.max(open.height, item.height, 1) * 0.6 && item.str.trim() !== '') {
      lines.push(open)
      open = null
    }
    if (open && needsSpace(open, item, x)) open.text += ' '
    open ??= { text: '', y, height: item.height, endX: x }
    open.text += item.str
    open.height = Math.max(open.height, item.height)
    open.endX = x + item.width
    if (item.hasEOL) {
      lines.push(open)
      open = null
    }
  }
  if (open) lines.push(open)
  return withParagraphs(lines)
}

const isTextItem = (item: object): item is TextItem => 'str' in item && 'transform' in item

const needsSpace = (open: { text: string; endX: number; height: number }, item: TextItem, x: number): boolean =>
  item.str !== '' && !/\s$/.test(open.text) && !/^\s/.test(item.str) && open.text !== '' && x - open.endX > Math.max(open.height, item.height) * 0.2

const withParagraphs = (lines: readonly { text: string; y: number; height: number }[]): string => {
  const full = lines.map((line) => ({ ...line, text: clean(line.text) })).filter((line) => line.text !== '')
  const usual = usualGap(
    full
      .slice(1)
      .map((line, index) => full[index]!.y - line.y)
      .filter((gap) => gap > 0),
  )
  return full
    .map((line, index) => {
      const gap = index === 0 ? 0 : full[index - 1]!.y - line.y
      const separator = index === 0 ? '' : gap > usual * 1.35 || gap < 0 ? '\n\n' : '\n'
      return separator + line.text
    })
    .join('')
}

// Ligatures are letters to whoever searches for them; NUL comes from broken fonts and cannot be stored.
const clean = (text: string): string =>
  text
    .replaceAll('\0', '')
    .replace(/[ﬀ-ﬆ]/g, (ligature) => ligature.normalize('NFKC'))
    .toWellFormed()
    .replace(/[ \t\u00a0]+/g, ' ')
    .trim()

/** Below the middle: short pages have as many gaps between paragraphs as within them. */
const usualGap = (gaps: readonly number[]): number => gaps.toSorted((a, b) => a - b)[Math.floor((gaps.length - 1) * 0.4)] ?? 0

/**
 * A word that a line end cut in two is one word again; "well-known" keeps its hyphen. Which of both it is, the rest of
 * the document tells; what it never says otherwise was most likely one word.
 */
export const joinHyphens = (pages: readonly string[]): string[] => {
  const hyphenated = new Set(pages.flatMap((page) => page.toLowerCase().match(/(?<!\p{L})\p{L}{2,}-\p{L}{2,}/gu) ?? []))
  return pages.map((page) =>
    page.replace(/(?<!\p{L})(\p{L}{2,})[-\u00ad]\n(\p{Ll}{2,})/gu, (_, left: string, right: string) =>
      hyphenated.has(`${left}-${right}`.toLowerCase()) ? `${left}-${right}` : `${left}${right}`,
    ),
  )
}
