import { plainView } from '../../base/plain-view.ts'
import { sentencesOf } from '../../base/sentences.ts'
import { sha256 } from '../../base/id.ts'
import type { Document, NewChunk, Span } from '../../domain/document.ts'

/** A chunk whose sentences a model can name by number: what it rests a question on is then the document's own words, never a copy. */
export interface NumberedPassage {
  readonly document: Document
  readonly heading: string
  /** `sentences[n - 1]` is sentence n; spans into the document's text. */
  readonly sentences: readonly (Span & { /** As a reader sees it, without markup. */ readonly plain: string })[]
  /** As the model is shown it. */
  readonly shown: string
}

// Shorter ones state nothing, longer ones are lists without full stops.
const shortest = 30
const longest = 400

export const numberedPassage = (document: Document, chunk: NewChunk): NumberedPassage => {
  const text = document.text.slice(chunk.start, chunk.end)
  const sentences = sentencesOf(text, document.language).flatMap(({ kind, bodyStart, end }) => {
    const plain = plainView(text.slice(bodyStart, end)).text.replace(/\s+/g, ' ').trim()
    const isFact = (kind === 'prose' || kind === 'item') && plain.length >= shortest && plain.length <= longest && !/[:?]$/.test(plain)
    return isFact ? [{ start: chunk.start + bodyStart, end: chunk.start + end, plain }] : []
  })
  const heading = [...new Set([document.title, ...chunk.headingPath])].filter(Boolean).join(' › ')
  return {
    document,
    heading,
    sentences,
    shown: shownAs(
      heading,
      sentences.map(({ plain }) => plain),
    ),
  }
}

/** The mark depends on the text between the marks, so no text can hold its own closing line. */
const shownAs = (heading: string, sentences: readonly string[]): string => {
  const mark = `=== ${sha256(sentences.join('\0')).slice(0, 8)}`
  const lines = sentences.map((sentence, index) => `[${index + 1}] ${sentence.replaceAll(mark, '===')}`)
  return [`${mark} section: ${heading.replace(/\s+/g, ' ').slice(0, 200)}`, ...lines, `${mark} end of section`].join('\n')
}
