import type { Span } from '../../domain/document.ts'
import type { Block } from '../parse/parsed.ts'
import type { Piece } from './pack.ts'
import type { CountTokens } from './weigh.ts'

export type Cutter = (text: string, span: Span) => number[]

/** A block that is too long, cut where it hurts least: between items or rows, paragraphs, sentences and lines, then words, then anywhere. */
export const splitBlock = (text: string, block: Block, budget: number, weigh: CountTokens): Piece[] => {
  const inside: Cutter = (_, { start, end }) => (block.cuts ?? []).filter((cut) => cut > start && cut < end)
  const prose = block.kind === 'paragraph' || block.kind === 'quote' || block.kind === 'heading'
  const cutters = prose ? [inside, blankLines, sentences, lines] : [inside, blankLines, lines, sentences]
  return refill(splitSpan(text, block, cutters, budget, weigh), budget)
}

/** Cut by the first cutter, what is still too long by the next, and in the end in halves. */
export const splitSpan = (text: string, span: Span, cutters: readonly Cutter[], budget: number, weigh: CountTokens): Piece[] => {
  const tokens = weigh(text.slice(span.start, span.end))
  // Two code units may be one character, whatever it weighs.
  if (tokens <= budget || span.end - span.start <= 2) return [{ start: span.start, end: span.end, tokens, leadsIn: false }]
  const [cutter = halves, ...finer] = cutters
  return between(text, span, cutter(text, span)).flatMap((part) => splitSpan(text, part, finer, budget, weigh))
}

/** Neighbours joined again as far as they fit, so that a long list becomes a few chunks and not one for each item. */
const refill = (pieces: readonly Piece[], budget: number): Piece[] => {
  const filled: Piece[] = []
  for (const piece of pieces) {
    const last = filled.at(-1)
    if (last && last.tokens + piece.tokens <= budget) filled[filled.length - 1] = { ...last, end: piece.end, tokens: last.tokens + piece.tokens }
    else filled.push(piece)
  }
  return filled
}

/** The parts between cuts, without white space at their ends; parts of nothing else are dropped. */
const between = (text: string, { start, end }: Span, cuts: readonly number[]): Span[] => {
  const bounds = [start, ...cuts, end]
  return bounds.slice(1).flatMap((to, index) => {
    const source = text.slice(bounds[index]!, to)
    const from = bounds[index]! + source.length - source.trimStart().length
    const trimmedEnd = bounds[index]! + source.trimEnd().length
    return from < trimmedEnd ? [{ start: from, end: trimmedEnd }] : []
  })
}

const matchEnds =
  (pattern: RegExp): Cutter =>
  (text, { start, end }) =>
    [...text.slice(start, end).matchAll(pattern)].map((match) => start + match.index + match[0].length)

const blankLines = matchEnds(/\n[ \t]*\n/g)
const lines = matchEnds(/\n/g)
const sentences = matchEnds(/[.!?…]["'”’»)\]*_]{0,3}\s+(?=[^\s\p{Ll}])|[。！？；]["'”’」』）]{0,2}/gu)

/** For text that is read without its structure. */
export const textCutters: readonly Cutter[] = [blankLines, lines, sentences]

/** Two parts of about the same length, at white space where there is some near the middle, never inside a surrogate pair. */
const halves: Cutter = (text, { start, end }) => {
  const middle = start + Math.ceil((end - start) / 2)
  const reach = Math.min(200, Math.floor((end - start) / 4))
  const space = text.slice(middle - reach, middle + reach).search(/\s(?=\S)/)
  const cut = space < 0 ? middle : middle - reach + space + 1
  return [isInsidePair(text, cut) ? cut + 1 : cut]
}

const isInsidePair = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800
