import type { Passage } from '../api/types.ts'

// About the two lines that are shown of a passage.
const longestPart = 200

/** The part of a passage that shares most words with the question, at its own offsets. A word counts by its length, and less the more parts have it. Null where it has no words. */
export const nearestPart = (passage: Passage, question: string): Passage | null => {
  const parts = partsOf(passage.text).map((it) => ({ ...it, words: wordsOf(passage.text.slice(it.start, it.end)) }))
  const asked = [...wordsOf(question)]
  const weights = new Map(asked.map((word) => [word, word.length / parts.filter(({ words }) => words.has(word)).length]))
  const score = ({ words }: { words: Set<string> }): number => asked.reduce((sum, word) => sum + (words.has(word) ? weights.get(word)! : 0), 0)
  const [first, ...others] = parts
  if (!first) return passage.text.trim() === '' ? null : passage
  const { start, end } = others.reduce((best, it) => (score(it) > score(best) ? it : best), first)
  return { ...passage, text: passage.text.slice(start, end), start: passage.start + start, end: passage.start + end }
}

interface Part {
  readonly start: number
  readonly end: number
}

/** Paragraphs, the long ones in groups of whole sentences or lines; no headings, which stand above a passage already. */
const partsOf = (text: string): Part[] =>
  [...text.matchAll(/\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*/g)].flatMap(({ 0: paragraph, index }) => groupsOf(paragraph, index))

const groupsOf = (paragraph: string, at: number): Part[] => {
  const groups: Part[] = []
  for (const { 0: sentence, index } of paragraph.matchAll(/\S.*?(?:[.!?]+(?=\s)|[。！？]+|\n|$)/gs)) {
    const [start, end] = [at + index, at + index + sentence.trimEnd().length]
    if (/^#{1,6} /.test(sentence)) continue
    const last = groups.at(-1)
    if (last && end - last.start <= longestPart) groups[groups.length - 1] = { ...last, end }
    else groups.push({ start, end })
  }
  return groups
}

// Also for writing without spaces between words.
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

const wordsOf = (text: string): Set<string> =>
  new Set([...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment.toLowerCase()))
