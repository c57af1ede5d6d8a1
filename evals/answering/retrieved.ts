/** Each question with what the program retrieves for it, once what is to be missing has been taken away. */
import type { Retrieval } from '../../src/domain/answer.ts'
import type { Passage } from '../../src/domain/document.ts'
import { mergedRetrieval } from '../../src/retrieve/merged-retrieval.ts'
import { retrieval } from '../../src/retrieve/retrieve.ts'
import type { EvalQuestion } from '../datasets.ts'
import type { Laboratory } from '../open-laboratory.ts'
import type { AskedKind, AskedSet } from './asked.ts'

export interface Retrieved {
  readonly set: string
  readonly kind: AskedKind
  readonly question: EvalQuestion
  readonly retrieval: Retrieval
}

export const topK = 10
// Enough that ten passages are left when the ones of the right document are taken away.
const spare = 8

/** The documents of the set must have been ingested. */
export const retrieveAsked = async ({ store, index, embedder }: Laboratory, { set, asked }: AskedSet): Promise<Retrieved[]> => {
  const plain = retrieval({ embedder: () => embedder, index, store, now: () => performance.now() })
  const retrieve = mergedRetrieval(plain, async (id, version) => (await store.get(id, version))?.text ?? null)
  const all: Retrieved[] = []
  for (const { kind, question, without } of asked) {
    const found = await retrieve({ text: question.text, collection: set.name, limit: without.length > 0 ? topK + spare : topK })
    const passages = found.passages.filter(({ source }) => !without.includes(source)).slice(0, topK)
    all.push({ set: set.name, kind, question, retrieval: { ...found, passages } })
  }
  return all
}

/** Does the quoted or written text carry what the set calls the answer? */
export const carries = (set: string, question: EvalQuestion, answer: string, quotes: readonly Quote[]): boolean => {
  if (set.startsWith('chunking')) return quotes.some((quote) => question.evidence.some((evidence) => overlaps(quote, evidence)))
  if (set.startsWith('xquad')) return question.answers.some((one) => squeeze(`${answer} ${quotes.map(({ text }) => text).join(' ')}`).includes(squeeze(one)))
  // Answers of whole sentences: half of their words of some length.
  return question.answers.some((one) => recall(one, `${answer} ${quotes.map(({ text }) => text).join(' ')}`) >= 0.5)
}

export interface Quote {
  readonly source: string
  readonly start: number
  readonly end: number
  readonly text: string
}

export const quoteOf = (passage: Passage, start: number, end: number): Quote => ({
  source: passage.source,
  start: passage.start + start,
  end: passage.start + end,
  text: passage.text.slice(start, end),
})

/** Half of the shorter one lies in the other. */
export const overlaps = (quote: Quote, evidence: { source: string; start: number; end: number }): boolean => {
  const shared = Math.min(quote.end, evidence.end) - Math.max(quote.start, evidence.start)
  return quote.source === evidence.source && shared * 2 >= Math.min(quote.end - quote.start, evidence.end - evidence.start)
}

const squeeze = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\b(?:a|an|the)\b/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')

const longWords = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []

const recall = (wanted: string, given: string): number => {
  const words = [...new Set(longWords(wanted))]
  const held = new Set(longWords(given))
  return words.length === 0 ? 0 : words.filter((word) => held.has(word)).length / words.length
}
