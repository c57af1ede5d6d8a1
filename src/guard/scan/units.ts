import { sentencesOf, type Sentence } from '../../base/sentences.ts'
import type { Span } from '../../domain/document.ts'

/** What is scored as one: a sentence, a heading, a cell of a table, the words of a comment in code. */
export interface ScanUnit extends Span {
  /** Number of the paragraph, list, table or block of code that it stands in. */
  readonly block: number
  readonly isCode: boolean
}

/** Small, so that one order among a thousand harmless words still weighs what it weighs. In order, without overlap. */
export const scanUnits = (text: string, language: string): ScanUnit[] => {
  let block = 0
  let last = 0
  return withWholeAddresses(text, sentencesOf(text, language)).flatMap(({ start, end, kind }): ScanUnit[] => {
    if (/\n[^\S\n]*\n/.test(text.slice(last, start))) block++
    last = end
    if (kind === 'fence') return []
    if (kind === 'row') return pieces(text, start, end, /[^|]*[\p{L}\p{N}][^|]*/gu).map((span) => ({ ...span, block, isCode: false }))
    if (kind === 'code') return pieces(text, start, end, codeComment).map((span) => ({ ...span, block, isCode: true }))
    return [{ start, end, block, isCode: false }]
  })
}

/** To Unicode the question mark in an address ends a sentence. */
const withWholeAddresses = (text: string, sentences: readonly Sentence[]): Sentence[] => {
  const whole: Sentence[] = []
  for (const sentence of sentences) {
    const last = whole.at(-1)
    const isParted = last?.end === sentence.start && /https?:\/\/\S*$/i.test(text.slice(Math.max(last.start, last.end - longestAddress), last.end))
    if (isParted) whole[whole.length - 1] = { ...last, end: sentence.end }
    else whole.push(sentence)
  }
  return whole
}

const longestAddress = 2000

// From the mark of a comment to the line's end; a colon before the slashes makes them an address.
const codeComment = /(?:(?<!:)\/\/|(?<=^|\s)#|(?<=^|\s)--|\/\*|<!--|(?<=^|\s);|^\s*\*|""").{3,}/g

const pieces = (text: string, start: number, end: number, pattern: RegExp): Span[] =>
  [...text.slice(start, end).matchAll(pattern)].map((match) => ({ start: start + match.index, end: start + match.index + match[0].length }))
