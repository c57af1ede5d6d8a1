import type { Block } from '../parse/parsed.ts'
import { paragraphs } from '../parse/parse-plain.ts'

/** The blocks that a reader sees, text between them read as paragraphs, GitBook's marks joined to the block that they are about. */
export const readableBlocks = (text: string, blocks: readonly Block[]): Block[] => joinMarks(fillGaps(text, blocks)).filter((block) => block.kind !== 'unseen')

const fillGaps = (text: string, blocks: readonly Block[]): Block[] => {
  const filled: Block[] = []
  let end = 0
  for (const block of blocks) {
    filled.push(...paragraphs(text, end, block.start), ...trimmed(text, block))
    end = Math.max(end, block.end)
  }
  filled.push(...paragraphs(text, end, text.length))
  return filled
}

const trimmed = (text: string, block: Block): Block[] => {
  const source = text.slice(block.start, block.end)
  const end = block.start + source.trimEnd().length
  const start = block.start + (source.length - source.trimStart().length)
  return start < end ? [{ ...block, start, end }] : []
}

const joinMarks = (blocks: readonly Block[]): Block[] => {
  const joined: Block[] = []
  let openFrom: number | null = null
  for (const [index, block] of blocks.entries()) {
    const last = joined.at(-1)
    const next = blocks[index + 1]
    if (block.kind === 'mark-open' && next && next.kind !== 'unseen') {
      openFrom ??= block.start
    } else if (block.kind === 'mark-close' && openFrom === null && last && last.kind !== 'unseen' && last.kind !== 'heading') {
      joined[joined.length - 1] = { ...last, end: block.end }
    } else {
      joined.push({ ...block, kind: isMark(block) ? 'paragraph' : block.kind, start: openFrom ?? block.start })
      openFrom = null
    }
  }
  return joined
}

const isMark = ({ kind }: Block): boolean => kind === 'mark-open' || kind === 'mark-close'
