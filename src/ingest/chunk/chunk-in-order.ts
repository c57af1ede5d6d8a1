/** What the strategies that look past a document's structure share: spans in order → chunks with heading path and weight. */
import type { NewChunk, Span } from '../../domain/document.ts'
import type { ChunkSettings } from './chunk-settings.ts'
import { readableBlocks } from './cover.ts'
import type { ParsedDocument } from '../parse/parsed.ts'
import { prefixCounter } from './prefix-tokens.ts'
import { sectionsOf, type Section } from './sections.ts'
import type { CountTokens } from './weigh.ts'

export type Chunkable = Pick<ParsedDocument, 'title' | 'text' | 'blocks'>

export interface Weighed extends Span {
  readonly tokens: number
}

/** The text between things that are never chunked (front matter, comments): each run is cut on its own. */
export const readableRuns = ({ text, blocks }: Chunkable): Span[] => {
  const runs: { start: number; end: number }[] = []
  const unseen = blocks.filter(({ kind }) => kind === 'unseen')
  let passed = 0
  for (const block of readableBlocks(text, blocks)) {
    const last = runs.at(-1)
    const before = passed
    while (passed < unseen.length && unseen[passed]!.start < block.start) passed++
    if (last && passed === before) last.end = block.end
    else runs.push({ start: block.start, end: block.end })
  }
  return runs
}

/** Spans that may overlap, in order → chunks: the heading path is that of the section in which a span begins. */
export const toChunks = (document: Chunkable, spans: readonly Weighed[], countTokens: CountTokens, settings: ChunkSettings): NewChunk[] => {
  const { title, text, blocks } = document
  const prefix = prefixCounter(title, countTokens, settings)
  const sections = sectionsOf(readableBlocks(text, blocks), title, (path) => prefix(path) <= settings.maxTokens / 3)
  let at = 0
  return spans.map(({ start, end, tokens }, ordinal) => {
    while (startOf(sections[at + 1]) <= start) at++
    const headingPath = sections[at]?.headingPath ?? []
    return { ordinal, start, end, headingPath, ...(!settings.headingContext && { bare: true }), tokens: tokens + prefix(headingPath) }
  })
}

const startOf = (section: Section | undefined): number => section?.blocks[0]?.start ?? Infinity

/**
 * Pieces in order → windows of at most `targetTokens`, each beginning with the last pieces of the one before, as many as `overlapTokens` allows.
 * A piece that is larger than the target stands alone.
 */
export const packWindows = (pieces: readonly Weighed[], { targetTokens, overlapTokens }: Pick<ChunkSettings, 'targetTokens' | 'overlapTokens'>): Weighed[] => {
  const windows: Weighed[] = []
  let open: Weighed[] = []
  let sum = 0
  for (const piece of pieces) {
    if (open.length > 0 && sum + piece.tokens > targetTokens) {
      windows.push(joined(open, sum))
      open = lastOf(open, Math.min(overlapTokens, targetTokens - piece.tokens))
      sum = tokensOf(open)
    }
    open.push(piece)
    sum += piece.tokens
  }
  if (open.length > 0) windows.push(joined(open, sum))
  return windows
}

const lastOf = (pieces: readonly Weighed[], tokens: number): Weighed[] => {
  let from = pieces.length
  // Never all of them: the next window must begin further on.
  while (from > 1 && tokensOf(pieces.slice(from - 1)) <= tokens) from--
  return pieces.slice(from)
}

const tokensOf = (pieces: readonly Weighed[]): number => pieces.reduce((sum, { tokens }) => sum + tokens, 0)

const joined = (pieces: readonly Weighed[], tokens: number): Weighed => ({ start: pieces[0]!.start, end: pieces.at(-1)!.end, tokens })
