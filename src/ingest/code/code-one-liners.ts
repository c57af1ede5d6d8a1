import type { Block } from '../parse/parsed.ts'

/**
 * A heading with nothing below it joins what follows, as in prose; but a symbol of one line is no title of the next symbol. Its head is cut
 * in two, so that it is a section of its own. What holds other symbols stays a heading.
 */
export const splitOneLiners = (text: string, blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block, index): Block[] => {
    const next = blocks[index + 1]
    const isAlone = block.kind === 'heading' && (!next || (next.kind === 'heading' && next.depth! <= block.depth!))
    const cut = isAlone ? block.start + lastSpace(text.slice(block.start, block.end)) : block.start
    return cut > block.start
      ? [
          { ...block, end: cut },
          { kind: 'code', start: cut, end: block.end },
        ]
      : [block]
  })

/** Before the last word; 0 where there is only one. */
const lastSpace = (source: string): number => {
  const words = source.trim()
  return words === '' ? 0 : source.indexOf(words) + Math.max(0, words.search(/\s\S*$/))
}
