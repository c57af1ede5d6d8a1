import type { Passage } from '../../domain/document.ts'

const mostLines = 15
const fence = /^\s*(?:[-*+>]\s+)?(?:`{3,}|~{3,})\s*([\w+#.-]*)/

/** The block of code around an offset, with its language; of a long one the lines nearest to the offset. */
export const codeAround = ({ text }: Passage, offset: number): { start: number; end: number; language: string } => {
  const lines = linesOf(text)
  const at = lines.findIndex(({ end }) => end >= offset)
  let first = at
  let last = at
  while (first > 0 && !fence.test(lines[first - 1]!.text)) first--
  while (last < lines.length - 1 && !fence.test(lines[last + 1]!.text)) last++
  const language = first > 0 ? (fence.exec(lines[first - 1]!.text)?.[1] ?? '') : ''
  if (last - first >= mostLines) {
    first = Math.min(Math.max(first, at - Math.floor(mostLines / 3)), last - mostLines + 1)
    last = first + mostLines - 1
  }
  while (first < at && lines[first]!.text.trim() === '') first++
  while (last > at && lines[last]!.text.trim() === '') last--
  return { start: lines[first]!.start, end: lines[last]!.end, language }
}

const linesOf = (text: string): { start: number; end: number; text: string }[] => {
  let start = 0
  return text.split('\n').map((line) => {
    const at = start
    start += line.length + 1
    return { start: at, end: at + line.length, text: line }
  })
}
