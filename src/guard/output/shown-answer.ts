import type { AnswerEvent, Citation } from '../../domain/answer.ts'
import type { AnswerWords } from './answer-words.ts'
import { cleanText } from './clean-text.ts'
import type { Edited } from './edits.ts'

export interface ShownAnswer {
  /** All that was let out. */
  readonly text: string
  /** The same, with what came together only when markup went. */
  readonly cleaned: string
  readonly citations: readonly Citation[]
  /** Events for what was written in one go with what it cites; none where nothing of it may be shown. */
  add(text: string, citations: readonly Citation[]): AnswerEvent[]
  /** A citation as it is shown; null where its sentence is not. */
  shown(citation: Citation): Citation | null
}

export interface ShownAnswerParts {
  readonly words: AnswerWords
  isWhole(citation: Citation): boolean
  isOwn(text: string): boolean
}

/** Puts an answer together anew from what may be shown of it: offsets into the answer follow, those into documents stay. */
export const shownAnswer = ({ words, isWhole, isOwn }: ShownAnswerParts): ShownAnswer => {
  let text = ''
  let cleaned = ''
  let written = ''
  const citations: Citation[] = []
  const replaced = new Map<Citation, Citation>()

  const mayShow = (delta: string, cited: readonly Citation[]): boolean =>
    cited.every(isWhole) && !(isOwn(delta) && !cited.some(({ quote }) => quote.includes(delta.trim())))

  /** Masked before it is cleaned, and again where cleaning joined what was parted; what that took away may have held markup together. */
  const cleanly = (delta: string, before: string, cited: readonly Citation[]): Edited => {
    const isQuoted = (address: string): boolean => cited.some((citation) => words.maskedQuote(citation).includes(address))
    const clean = cleanText(words.masked(delta, before, cited), text, isQuoted)
    const masked = words.masked(clean.text, cleaned, cited)
    cleaned += clean.text
    if (masked === clean.text) return clean
    const again = cleanText(masked, text, isQuoted)
    return { text: again.text, place: (offset) => again.place(clean.place(offset)) }
  }

  const add = (delta: string, cited: readonly Citation[]): AnswerEvent[] => {
    const before = written
    const from = before.length
    written += delta
    if (!mayShow(delta, cited)) return []
    const clean = cleanly(delta, before, cited)
    const cut = text === '' ? clean.text.length - clean.text.trimStart().length : 0
    if (clean.text.trim() === '') return []
    const at = text.length - cut
    text += clean.text.slice(cut)
    const place = (offset: number): number => Math.max(0, at + clean.place(offset - from))
    const moved = cited.map((citation) => {
      const quote = words.maskedQuote(citation)
      const shown = {
        ...citation,
        answerStart: place(citation.answerStart),
        answerEnd: place(citation.answerEnd),
        ...(quote !== citation.quote && { quote, redacted: true }),
      }
      replaced.set(citation, shown)
      return shown
    })
    citations.push(...moved)
    return [{ type: 'delta', text: clean.text.slice(cut) }, ...moved.map((citation): AnswerEvent => ({ type: 'citation', citation }))]
  }

  return {
    get text() {
      return text
    },
    get cleaned() {
      return cleaned
    },
    citations,
    add,
    shown: (citation) => replaced.get(citation) ?? null,
  }
}
