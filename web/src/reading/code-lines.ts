import type { ReadingNode } from './reading-tree.ts'

/** Each line with its end, so that lines can be numbered; the leaves, in order, are exactly the text. */
export const codeLines = (text: string): ReadingNode[] =>
  [...text.matchAll(/[^\n]*(?:\n|$)/g)]
    .filter(([line]) => line !== '')
    .map(({ 0: line, index }) => ({ kind: 'branch', tag: 'span', className: 'line', children: [{ kind: 'text', start: index, end: index + line.length }] }))

/** The number of the line that holds `offset`, from 1. */
export const lineAt = (text: string, offset: number): number => {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
