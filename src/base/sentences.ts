import { blocksOf, type Block } from './text-blocks.ts'

/** `text.slice(start, end)`; `bodyStart` lies behind a list marker, quote mark or heading hashes. */
export interface Sentence {
  readonly start: number
  readonly end: number
  readonly bodyStart: number
  readonly kind: 'prose' | 'heading' | 'item' | 'row' | 'code' | 'fence'
}

/**
 * Sentences with exact offsets: in order, without overlap, and together they hold every character that is not white space.
 * A heading, a table row, a line of code and a fence is a sentence each; a list item is at least one.
 */
export const sentencesOf = (text: string, language = 'en'): Sentence[] => blocksOf(text).flatMap((block) => sentencesOfBlock(text, block, language))

const sentencesOfBlock = (text: string, block: Block, language: string): Sentence[] => {
  if (block.kind !== 'prose' && block.kind !== 'item') return [block]
  // A line break inside a paragraph is a space to the reader, but an end of sentence to the segmenter.
  const body = text.slice(block.bodyStart, block.end).replaceAll('\n', ' ')
  const ends = sentenceEnds(withoutEmphasis(withoutFootnotes(body)), language)
  let start = 0
  return ends.flatMap((end) => {
    const piece = body.slice(start, end)
    const from = block.bodyStart + start + (piece.length - piece.trimStart().length)
    const to = block.bodyStart + start + piece.trimEnd().length
    start = end
    if (to <= from) return []
    return [{ start: from === block.bodyStart ? block.start : from, end: to, bodyStart: from, kind: block.kind }]
  })
}

// "31 March.[^1] Days": to Unicode the bracket belongs to the first sentence and the rest of the mark to the second.
const withoutFootnotes = (body: string): string => body.replace(/\[\^[^\]\s]+\]/g, (mark) => ' '.repeat(mark.length))

// "**Chosen.** Made once": to Unicode the stars that close belong to the second sentence; a closing quote mark belongs to the first.
const withoutEmphasis = (body: string): string => body.replace(/(?<=[.!?…]["'”’)\]]*)(?:\*{1,3}|_{1,3}|~~)(?=\s|$)/g, (marks) => '”'.repeat(marks.length))

const segmenters = new Map<string, Intl.Segmenter>()

const segmenterFor = (language: string): Intl.Segmenter => {
  let segmenter = segmenters.get(language)
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })))
  return segmenter
}

const sentenceEnds = (body: string, language: string): number[] => {
  const ends: number[] = []
  for (const { index, segment } of segmenterFor(language).segment(body)) {
    const end = index + segment.length
    if (ends.length > 0 && !endsSentence(body, ends.at(-2) ?? 0, ends.at(-1)!)) ends.pop()
    ends.push(end)
  }
  return ends
}

// Words whose full stop rarely ends a sentence. "etc." and "Inc." may, so only what stands before a name or a number is here.
const abbreviation =
  /(?:^|[\s("'[])(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|Gen|Col|Lt|Sgt|Capt|Rev|Hon|Sen|Rep|Gov|Pres|Sr|Jr|vs|cf|ca|approx|e\.g|i\.e|eg|ie|al|Fig|figs?|Eq|Sec|Ch|No|Nos|Vol|pp?|Art|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bzw|z\.B|d\.h|Nr|Abs|Sra|Dra|Ud|pág|núm)\.\s*$/
const initial = /(?:^|[\s.("'[])\p{Lu}\.\s*$/u
const numberAlone = /^\s*\d+\.\s*$/

const endsSentence = (body: string, start: number, end: number): boolean => {
  const before = body.slice(Math.max(0, end - 24), end)
  const next = body.charAt(end)
  if (/^\p{Ll}/u.test(body.slice(end, end + 2)) && /(?:[.…]["'”’)\]]*|[?!]["'”’)\]]+)\s*$/.test(before)) return false
  if (/^[)\]}”’.,;:!?]/.test(next)) return false
  // The mark of an image: to Unicode a full stop with a bracket that closes.
  if (before.endsWith('![')) return false
  return !abbreviation.test(before) && !(initial.test(before) && /\p{Lu}/u.test(next)) && !numberAlone.test(body.slice(start, end))
}
