import { distinctCitations, type NumberedCitation } from './number-citations.ts'

/** An answer as Markdown for elsewhere: its numbers behind the sentences, its sources with their words below. */
export const copiedAnswer = (text: string, numbered: readonly NumberedCitation[]): string => {
  if (numbered.length === 0) return text
  const sources = distinctCitations(numbered).map(({ number, citation: { title, source, heading, page, quote } }) => {
    const place = [title && title !== source ? `${title} (${source})` : source, heading, page === null ? '' : `page ${page}`].filter(Boolean).join(' › ')
    return `[${number}] ${place}: “${quote.replaceAll(/\s+/g, ' ').trim()}”`
  })
  return `${withNumbers(text, numbered)}\n\n${sources.join('\n')}`
}

const withNumbers = (text: string, numbered: readonly NumberedCitation[]): string => {
  let result = ''
  let at = 0
  for (const { number, citation } of numbered.toSorted((a, b) => a.citation.answer_end - b.citation.answer_end)) {
    const end = Math.min(citation.answer_end, text.length)
    result += `${text.slice(at, end)} [${number}]`
    at = end
  }
  return result + text.slice(at)
}
