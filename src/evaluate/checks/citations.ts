import type { Citation } from '../../domain/answer.ts'
import type { Span } from '../../domain/document.ts'
import type { ExpectedQuote } from '../../domain/eval-suite.ts'
import { notAsked, right, shareOf, shown, wrong, type Check, type Checked } from './check.ts'
import { wordsPattern } from './words-pattern.ts'

/** `ports.md` is also `guide/ports.md`. */
export const isSource = (source: string, wanted: string): boolean => source === wanted || source.endsWith(`/${wanted}`)

/** Some citation is of one of the wanted documents. */
export const sourceHit: Check = ({ case: { sources }, answer }) => {
  if (sources.length === 0) return notAsked
  if (answer.abstained) return { score: 0, faults: [] }
  const cited = [...new Set(answer.citations.map(({ source }) => source))]
  if (cited.some((source) => sources.some((wanted) => isSource(source, wanted)))) return right
  return wrong(`It cites ${cited.length === 0 ? 'nothing' : cited.join(', ')} and not ${sources.join(' or ')}.`)
}

/** Every citation of a document is the cited version's own text at its offsets, and belongs to words of the answer. */
export const quotesExact: Check = ({ answer, textOf }) =>
  shareOf(
    answer.citations.filter(({ record }) => !record),
    (it) => {
      const text = textOf(it.documentId, it.version)
      if (text === null) return `The cited version of ${it.source} is not kept.`
      if (it.quote === '' || text.slice(it.start, it.end) !== it.quote) return `${it.source} does not have ${shown(it.quote)} at ${it.start}–${it.end}.`
      const isInAnswer = it.answerStart >= 0 && it.answerStart < it.answerEnd && it.answerEnd <= answer.text.length
      return isInAnswer || it.field !== null ? null : `A citation of ${it.source} belongs to no words of the answer.`
    },
  )

/** Mean share of the wanted quotes that the citations cover. */
export const citationRecall: Check = (it) => {
  const { case: given, answer } = it
  if (given.quotes.length === 0) return notAsked
  if (answer.abstained) return { score: 0, faults: [] }
  const shares = given.quotes.map((quote) => coveredShare(quote, it))
  const faults = given.quotes.flatMap((quote, index) => (shares[index]! < halfCovered ? [`It does not cite ${shown(quote.text)}.`] : []))
  return { score: shares.reduce((sum, share) => sum + share, 0) / shares.length, faults }
}
/** From here on a quote counts as cited. */
export const halfCovered = 0.5

/** Share of the citations that touch a wanted quote. */
export const citationPrecision: Check = (it) => {
  const { case: given, answer } = it
  if (given.quotes.length === 0 || answer.abstained) return notAsked
  const { score } = shareOf(answer.citations, (citation) => (given.quotes.some((quote) => touches(citation, quote, it)) ? null : 'elsewhere'))
  return { score, faults: [] }
}

const coveredShare = (quote: ExpectedQuote, it: Checked): number => {
  const citations = it.answer.citations.filter(({ source }) => quote.source === null || isSource(source, quote.source))
  const found = citations.flatMap((citation) =>
    placesOf(quote, citation, it).map((place) =>
      shareCovered(
        place,
        citations.filter((other) => isSameText(other, citation)),
      ),
    ),
  )
  if (found.length > 0) return Math.max(...found)
  // The document was written anew, or says the same elsewhere: then the words decide.
  const wanted = plain(quote.text)
  const quoted = [...new Set(citations.map((citation) => plain(citation.quote)))].filter(Boolean)
  if (quoted.some((text) => text.includes(wanted))) return 1
  const parts = quoted.filter((text) => wanted.includes(text)).reduce((sum, { length }) => sum + length, 0)
  return Math.min(1, parts / Math.max(1, wanted.length))
}

const touches = (citation: Citation, quote: ExpectedQuote, it: Checked): boolean => {
  if (quote.source !== null && !isSource(citation.source, quote.source)) return false
  const places = placesOf(quote, citation, it)
  if (places.length > 0) return places.some((place) => place.start < citation.end && citation.start < place.end)
  const [one, other] = [plain(quote.text), plain(citation.quote)]
  return other !== '' && (one.includes(other) || other.includes(one))
}

/** Where the quote stands in the cited version, whatever blanks lie between its words. */
const placesOf = (quote: ExpectedQuote, { documentId, version }: Citation, { textOf }: Checked): Span[] => {
  const text = textOf(documentId, version)
  if (text === null) return []
  const pattern = new RegExp(wordsPattern(quote.text), 'gu')
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }))
}

const isSameText = (one: Citation, other: Citation): boolean => one.documentId === other.documentId && one.version === other.version

/** Of the place's length, what spans cover together. */
const shareCovered = (place: Span, spans: readonly Span[]): number => {
  let covered = 0
  let reached = place.start
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(start, reached)
    const to = Math.min(end, place.end)
    if (to > from) covered += to - from
    reached = Math.max(reached, Math.min(end, place.end))
  }
  return covered / (place.end - place.start)
}

/** Letters and digits only. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
