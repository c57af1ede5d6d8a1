/** A case and an answer to it from the few things that a test is about. */
import type { Answer, Citation } from '../../domain/answer.ts'
import type { Passage } from '../../domain/document.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { blankCase } from '../suite/blank-case.ts'
import type { Checked } from './check.ts'

export const caseOf = (parts: Partial<EvalCase> = {}): EvalCase => ({
  ...blankCase('a', 'Which port?'),
  cluster: parts.id ?? 'a',
  place: 'suite.yaml:1',
  ...parts,
})

/** Cites each of the quotes where it first stands in its document; the answer is the quotes, unless `text` says otherwise. */
export interface Said {
  readonly text?: string
  readonly cites?: readonly { readonly source: string; readonly quote: string; readonly shift?: number }[]
  readonly documents?: Readonly<Record<string, string>>
  readonly parts?: Partial<Answer>
}

export const answerOf = ({ text, cites = [], documents = {}, parts = {} }: Said = {}): Answer => {
  const said = text ?? cites.map(({ quote }) => quote).join(' ')
  return {
    text: said,
    data: null,
    standaloneQuestion: null,
    followUp: null,
    structured: null,
    citations: cites.map((it) => citationOf(it, documents[it.source] ?? '', said)),
    abstained: null,
    confidence: 0.9,
    model: 'extractive',
    usage: { inputTokens: 0, outputTokens: 0, embeddingTokens: 0, reported: true, costUsd: 0 },
    timingsMs: {},
    traceId: 't',
    cache: 'miss',
    degraded: [],
    passages: Object.entries(documents).map(([source, content]) => passageOf(source, content)),
    verdicts: said === '' ? [] : [{ text: said, verdict: 'supported', score: 1, reasons: [], citations: [] }],
    prompt: null,
    ...parts,
  }
}

export const declined = answerOf({ text: 'Nothing.', parts: { abstained: { reason: 'nothing_relevant', message: 'Nothing.' } } })

export const checkedOf = (given: Partial<EvalCase>, said: Said | Answer, dataFaults: readonly string[] | null = null): Checked => {
  const answer = 'citations' in said ? said : answerOf(said)
  const documents = 'citations' in said ? {} : (said.documents ?? {})
  return { case: caseOf(given), answer, textOf: (documentId) => documents[documentId] ?? null, dataFaults }
}

const citationOf = ({ source, quote, shift = 0 }: { source: string; quote: string; shift?: number }, content: string, said: string): Citation => {
  const start = content.indexOf(quote) + shift
  return {
    answerStart: 0,
    answerEnd: said.length,
    documentId: source,
    source,
    title: source,
    heading: '',
    version: 'v',
    page: null,
    quote,
    start,
    end: start + quote.length,
    verdict: 'supported',
    field: null,
  }
}

const passageOf = (source: string, text: string): Passage => ({
  chunkId: source,
  documentId: source,
  collection: 'default',
  source,
  title: source,
  heading: '',
  version: 'v',
  language: 'en',
  text,
  start: 0,
  end: text.length,
  pageStarts: [],
  score: 1,
  ranks: { vector: 1, words: 1 },
  similarity: 0.9,
  wordScore: 1,
})
