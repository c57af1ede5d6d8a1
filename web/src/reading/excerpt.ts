/** Where a long text may be cut so that what follows still reads alone: after a blank line, outside a fenced block, at no indented line. */
export const cutPoints = (text: string): number[] => {
  const points = [0]
  let fence = ''
  let blank = true
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const line = text.slice(start, Math.min(end, start + 80))
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (!fence && blank && start > 0 && /^\S/.test(line)) points.push(start)
    if (mark && (!fence || mark.startsWith(fence))) fence = fence ? '' : mark
    blank = line.trim() === ''
    start = end + 1
  }
  points.push(text.length)
  return points
}

export interface Excerpt {
  readonly start: number
  readonly end: number
}

/**
 * About `before` characters ahead of the focus and `after` behind it, ending at cut points; at most twice as much where there are none near,
 * then cut between lines, or at worst between letters. Reading a megabyte at once would hold the page up for seconds.
 */
export const excerptAround = (text: string, points: readonly number[], focus: Excerpt, before: number, after: number): Excerpt => {
  const from = Math.max(0, focus.start - before)
  const to = Math.min(text.length, focus.end + after)
  const start = points.findLast((point) => point <= from) ?? 0
  const end = points.find((point) => point >= to) ?? text.length
  return {
    start: from - start <= before ? start : lineStart(text, from),
    end: end - to <= after ? end : lineEnd(text, to),
  }
}

const longestLine = 2000

const lineStart = (text: string, at: number): number => {
  const found = text.lastIndexOf('\n', at - 1) + 1
  return at - found <= longestLine ? found : betweenLetters(text, at)
}

const lineEnd = (text: string, at: number): number => {
  const found = text.indexOf('\n', at)
  return found >= 0 && found - at <= longestLine ? found + 1 : betweenLetters(text, at)
}

/** Not inside a surrogate pair. */
const betweenLetters = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at)
