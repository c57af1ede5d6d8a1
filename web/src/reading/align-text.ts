import type { Leaf } from './reading-tree.ts'

/**
 * Cuts the raw span `[start, end)` into what shows (`value`: raw text without escapes, quote marks and indentation) and hidden markup.
 * Character references stay as written. Where the two do not fit together, all of the raw text shows.
 */
export const alignText = (text: string, start: number, end: number, value: string): Leaf[] => {
  const leaves: Leaf[] = []
  const add = (kind: Leaf['kind'], from: number, to: number): void => {
    const last = leaves.at(-1)
    if (last?.kind === kind) leaves[leaves.length - 1] = { ...last, end: to }
    else if (to > from) leaves.push({ kind, start: from, end: to })
  }
  let shown = 0
  let at = start
  while (at < end) {
    const reference = text[at] === '&' && value[shown] !== '&' ? /^&#?\w{1,31};/.exec(text.slice(at, Math.min(end, at + 34)))?.[0] : undefined
    if (reference) {
      add('text', at, at + reference.length)
      shown += value.codePointAt(shown)! > 0xffff ? 2 : 1
      at += reference.length
    } else {
      const fits = shown < value.length && text[at] === value[shown]
      add(fits ? 'text' : 'markup', at, at + 1)
      if (fits) shown++
      at++
    }
  }
  return shown >= value.length ? leaves : [{ kind: 'text', start, end }]
}
