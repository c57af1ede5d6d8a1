import type { Citation } from '../../domain/answer.ts'
import type { ShownPassage } from './report-input.ts'
import { html, type Content, type Markup } from './markup.ts'

/** The answer with the number of each citation after its sentence. */
export const citedAnswer = (answer: string, citations: readonly Citation[]): Content => {
  const inText = citations.map((citation, index) => ({ ...citation, number: index + 1 })).filter(({ field }) => field === null)
  const ends = [...new Set(inText.map(({ answerEnd }) => Math.min(answer.length, answerEnd)))].sort((a, b) => a - b)
  const numbersAt = (end: number): Content =>
    inText.filter(({ answerEnd }) => Math.min(answer.length, answerEnd) === end).map(({ number }) => html`<sup>${number}</sup>`)
  return [...ends.flatMap((end, index) => [answer.slice(ends[index - 1] ?? 0, end), numbersAt(end)]), answer.slice(ends.at(-1) ?? 0)]
}

// Around the first quote, so that it is seen; what was quoted is never what is left out first.
const before = 400

/** At most so many characters of a passage, its quotes marked. */
export const markedPassage = ({ text, quoted }: ShownPassage, most: number): Markup => {
  if (text === null) return html`<p class="note">Its words are gone: the document was removed, or this version of it is no longer kept.</p>`
  const start = text.length <= most ? 0 : Math.max(0, Math.min((quoted[0]?.start ?? 0) - before, text.length - most))
  const end = Math.min(text.length, start + most)
  const pieces: Content[] = []
  let at = start
  for (const span of quoted) {
    const from = Math.max(at, span.start)
    const to = Math.min(end, span.end)
    if (from >= to) continue
    pieces.push(text.slice(at, from), html`<mark>${text.slice(from, to)}</mark>`)
    at = to
  }
  const cut = start + text.length - end
  return html`<blockquote dir="auto"><span class="kept">${start > 0 && '… '}${pieces}${text.slice(at, end)}${end < text.length && ' …'}</span></blockquote>
    ${cut > 0 && html`<p class="note">${cut.toLocaleString('en-GB')} of ${text.length.toLocaleString('en-GB')} characters are left out.</p>`}`
}
