import type { ChunkSettings } from './chunk-settings.ts'
import type { ChunkStrategy } from './chunk-strategies.ts'
import { readableBlocks } from './cover.ts'
import { joinTinySections, type Cut } from './join-tiny.ts'
import { packPieces, type Piece } from './pack.ts'
import type { Block } from '../parse/parsed.ts'
import { prefixCounter } from './prefix-tokens.ts'
import { sectionsOf } from './sections.ts'
import { splitBlock } from './split-block.ts'
import { weighing } from './weigh.ts'

/**
 * Cuts along the document's own structure: sections first, then whole paragraphs, lists, tables and code, and inside of them only where they are too long.
 * Chunks are in order, never overlap, and hold all text but white space and what is unseen. Time grows linearly with the text.
 */
export const chunkByStructure: ChunkStrategy = ({ title, text, blocks }, countTokens, settings) => {
  const weigh = weighing(countTokens, settings.maxTokens)
  const prefixTokens = prefixCounter(title, countTokens, settings)
  const sections = sectionsOf(readableBlocks(text, blocks), title, (path) => prefixTokens(path) <= settings.maxTokens / 3)
  const cuts = sections.flatMap((section): Cut[] => {
    const budget = budgetOf(settings, prefixTokens(section.headingPath))
    const pieces = piecesOf(text, section.blocks, budget, weigh)
    return packPieces(pieces, budget).map((piece) => ({ start: piece.start, end: piece.end, tokens: piece.tokens, section }))
  })
  return joinTinySections(cuts, settings, prefixTokens).map(({ start, end, headingPath, tokens }, ordinal) => ({
    ordinal,
    start,
    end,
    headingPath,
    ...(!settings.headingContext && { bare: true }),
    tokens: prefixTokens(headingPath) + tokens,
  }))
}

/** What is left for the text. A title may be as long as it likes: some text there must be. */
const budgetOf = (settings: ChunkSettings, prefix: number): ChunkSettings => ({
  ...settings,
  targetTokens: Math.max(16, settings.targetTokens - prefix),
  maxTokens: Math.max(16, settings.maxTokens - prefix),
})

/** Blocks that fit stay whole; others are cut. The heading must fit beside the first of them. */
const piecesOf = (text: string, blocks: readonly Block[], budget: ChunkSettings, weigh: (text: string) => number): Piece[] => {
  let headingTokens = 0
  return blocks.flatMap((block) => {
    const tokens = weigh(text.slice(block.start, block.end))
    const room = Math.max(16, budget.maxTokens - headingTokens)
    headingTokens = block.kind === 'heading' ? Math.min(tokens, budget.minTokens) : 0
    if (tokens <= room) return [{ start: block.start, end: block.end, tokens, leadsIn: leadsIn(text, block) }]
    return splitBlock(text, block, Math.min(room, budget.targetTokens), weigh)
  })
}

/** "The options are:" belongs to the list after it. */
const leadsIn = (text: string, block: Block): boolean => block.kind === 'heading' || (block.kind === 'paragraph' && text[block.end - 1] === ':')
