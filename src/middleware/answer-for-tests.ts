import type { Answer, AnswerEvent, Citation } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'

export const passage: Passage = {
  chunkId: 'chunk',
  documentId: '01a20000-0000-7000-8000-000000000001',
  collection: 'default',
  source: 'a.md',
  title: 'A',
  heading: '',
  version: 'v',
  language: 'en',
  text: 'The limit is 5 MB.',
  pageStarts: [],
  start: 0,
  end: 18,
  score: 0.1 + 0.2,
  ranks: { vector: 1, words: null },
  similarity: 0.8,
  wordScore: 0,
}

export const citation: Citation = {
  answerStart: 0,
  answerEnd: 18,
  documentId: passage.documentId,
  source: 'a.md',
  title: 'A',
  heading: '',
  version: 'v',
  page: null,
  quote: passage.text,
  start: 0,
  end: 18,
  verdict: 'supported',
  field: null,
}

export const answered = (parts: Partial<Answer> = {}): Answer => ({
  text: passage.text,
  citations: [citation],
  abstained: null,
  data: { z: 1, a: [2, { y: 'half a pair \ud800', b: '\0' }] },
  confidence: 0.7,
  standaloneQuestion: null,
  followUp: null,
  structured: null,
  model: 'model-1',
  usage: { inputTokens: 70, outputTokens: 9, reported: false, costUsd: 0.01, embeddingTokens: 4 },
  timingsMs: { retrieve: 9.5, total: 100 },
  traceId: 'f'.repeat(32),
  cache: 'miss',
  degraded: [],
  passages: [passage],
  verdicts: [{ text: passage.text, verdict: 'supported', score: 0.9, reasons: [], citations: [citation] }],
  prompt: null,
  ...parts,
})

export const eventsOf = (answer: Answer): AnswerEvent[] => [
  { type: 'passages', passages: answer.passages },
  { type: 'delta', text: answer.text },
  ...answer.citations.map((it): AnswerEvent => ({ type: 'citation', citation: it })),
]
