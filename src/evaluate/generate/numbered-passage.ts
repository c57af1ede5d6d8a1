import { plainView } from '../../base/plain-view.ts'
import { sentencesOf } from '../../base/sentences.ts'
import { sha256 } from '../../base/id.ts'
import type { Document, NewChunk, Span } from '../../domain/document.ts'

/** A sentence that states something, as the document has it. */
export interface Stated extends Span {
  /** As a reader sees it, without markup. */
  readonly plain: string
}

/** A chunk whose sentences a model can name by number: what it rests a question on is then the document's own words, never a copy. */
export interface NumberedPassage {
  readonly document: Document
  readonly heading: string
  /** `sentences[n - 1]` is sentence n. Those with a number or a name in them where there are any: what they state can be checked. */
  readonly sentences: readonly Stated[]
  /** All that state something; the others are shown too, without a number. */
  readonly stated: readonly Stated[]
  /** As the model is shown it. */
  readonly shown: string
}

// Shorter ones state nothing, longer ones are lists without full stops.
const shortest = 30
const longest = 400

export const numberedPassage = (document: Document, chunk: NewChunk): NumberedPassage => {
  const stated = statedIn(document, chunk)
  const checkable = stated.filter(({ plain }) => hasFigureOrName.test(plain))
  const sentences = checkable.length > 0 ? checkable : stated
  const heading = [...new Set([document.title, ...chunk.headingPath])].filter(Boolean).join(' › ')
  return { document, heading, sentences, stated, shown: shownAs(heading, stated, sentences) }
}

const statedIn = ({ text: whole, language }: Document, chunk: NewChunk): Stated[] => {
  const text = whole.slice(chunk.start, chunk.end)
  return sentencesOf(text, language).flatMap(({ kind, bodyStart, end }) => {
    const plain = plainView(text.slice(bodyStart, end)).text.replace(/\s+/g, ' ').trim()
    const states = (kind === 'prose' || kind === 'item') && plain.length >= shortest && plain.length <= longest && !/[:?]$/.test(plain)
    return states ? [{ start: chunk.start + bodyStart, end: chunk.start + end, plain }] : []
  })
}

// A digit, an identifier or a flag, a word with a capital behind another word. Small models make their good questions of these.
const hasFigureOrName = /\p{N}|\p{L}_\p{L}|(?<!\S)--\p{L}|\p{L}\.\p{Ll}|\p{Ll}\p{Lu}|(?<=[\p{L}\p{N},;)] )["“(]?\p{Lu}/u

/** The mark depends on the text between the marks, so no text can hold its own closing line. */
const shownAs = (heading: string, stated: readonly Stated[], sentences: readonly Stated[]): string => {
  const mark = `=== ${sha256(stated.map(({ plain }) => plain).join('\0')).slice(0, 8)}`
  const lines = stated.map((it) => {
    const number = sentences.indexOf(it) + 1
    return `${number > 0 ? `[${number}] ` : ''}${it.plain.replaceAll(mark, '===')}`
  })
  return [`${mark} section: ${heading.replace(/\s+/g, ' ').slice(0, 200)}`, ...lines, `${mark} end of section`].join('\n')
}
