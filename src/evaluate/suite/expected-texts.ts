/** Whether what cases expect can be found at all: a typo in a suite would else be a fault of every answer. */
import type { EvalCase, EvalSuite } from '../../domain/eval-suite.ts'
import { isSource, plain } from '../checks/citations.ts'

export interface ExpectedDocument {
  readonly source: string
  text(): Promise<string>
}

/** A sentence with file and line for each source that names no document, and each quote that stands in none. */
export const missingTexts = async ({ cases }: Pick<EvalSuite, 'cases'>, documents: readonly ExpectedDocument[]): Promise<string[]> => {
  const isThere = (wanted: string): boolean => documents.some(({ source }) => isSource(source, wanted))
  const named = cases.flatMap((it) => [...new Set([...it.sources, ...it.quotes.flatMap(({ source }) => source ?? [])])].map((source) => ({ it, source })))
  const missing = named
    .filter(({ source }) => !isThere(source))
    .map(({ it, source }) => `${told(it)} names the source "${source}", and no document is called so.`)
  const quotes = cases.flatMap((it) => it.quotes.map((quote) => ({ it, ...quote }))).filter(({ source }) => source === null || isThere(source))
  return [
    ...missing,
    ...(await unfound(quotes, documents)).map(
      ({ it, text }) => `${told(it)} wants the quote "${cut(text)}", and it stands in no document that it may come from.`,
    ),
  ]
}

type Quote = EvalCase['quotes'][number] & { readonly it: EvalCase }

/** Each text is read once, and none when nothing is left to be found. */
const unfound = async (quotes: readonly Quote[], documents: readonly ExpectedDocument[]): Promise<readonly Quote[]> => {
  let left = quotes
  for (const { source, text } of documents) {
    const here = left.filter((quote) => quote.source === null || isSource(source, quote.source))
    if (here.length === 0) continue
    const words = plain(await text())
    const found = new Set(here.filter((quote) => standsIn(words, quote.text)))
    left = left.filter((quote) => !found.has(quote))
  }
  return left
}

// Letters, digits and blanks only, so nothing in it is a pattern. No blank is asked for around it: not all languages have them.
const standsIn = (words: string, quote: string): boolean => new RegExp(`(?<!\\p{N})${plain(quote)}(?!\\p{N})`, 'u').test(words)

/** What a suite does without saying so. */
export const suiteNotes = ({ cases, collection, documents }: Pick<EvalSuite, 'cases' | 'collection' | 'documents'>): string[] => {
  const idle = cases.filter(expectsNothing)
  return [
    ...(documents.length === 0 && collection === 'default' ? ['The suite names no "documents": the collection "default" is asked as it stands.'] : []),
    ...(idle.length > 0 ? [`${idle.length} of ${cases.length} cases expect nothing, so that no answer to them can be wrong: ${shortList(idle)}.`] : []),
  ]
}

const expectsNothing = (it: EvalCase): boolean =>
  !it.mustAbstain &&
  it.reference === null &&
  it.responseSchema === null &&
  [it.answers, it.quotes, it.sources, it.contains, it.excludes].every(({ length }) => length === 0)

const mostListed = 3
const shortList = (cases: readonly EvalCase[]): string =>
  cases
    .slice(0, mostListed)
    .map(({ id, place }) => `"${id}" (${place})`)
    .join(', ') + (cases.length > mostListed ? ', …' : '')

const told = ({ id, place }: EvalCase): string => `${place}: Case "${id}"`
const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
