/** A sentence cut out of bold text keeps one of two marks, and the reader sees asterisks: the span without the one at its edge. */
export const withoutOpenMarks = (text: string, start: number, end: number): { start: number; end: number } => {
  const span = text.slice(start, end)
  const isOpen = (mark: string): boolean => span.split(mark).length % 2 === 0
  const before = /^(?:\*\*|__)(?=\S)/.exec(span)?.[0]
  if (before && isOpen(before)) return { start: start + before.length, end }
  const after = /(?<=\S)(?:\*\*|__)$/.exec(span)?.[0]
  return after && isOpen(after) ? { start, end: end - after.length } : { start, end }
}
