import type { LiveQuestion } from '../../domain/live-quality.ts'

type Detail = LiveQuestion['detail']

/** A question that was answered well by one passage. */
export const questionWith = ({ detail, ...given }: Partial<Omit<LiveQuestion, 'detail'>> & { readonly detail?: Partial<Detail> } = {}): LiveQuestion => ({
  traceId: '0'.repeat(32),
  askedAt: new Date('2026-11-20T10:00:00Z'),
  collection: 'default',
  question: 'Which port?',
  answer: 'Port 8080.',
  abstained: null,
  model: 'extractive',
  purpose: 'live',
  feedback: null,
  judgements: [],
  ...given,
  detail: {
    citations: [citationAt('ports.md', 0, 10)],
    confidence: 0.9,
    verdicts: [{ text: 'Port 8080.', verdict: 'supported', score: 1, reasons: [], citations: [] }],
    usage: { inputTokens: 0, outputTokens: 0, reported: false, costUsd: 0, embeddingTokens: 0 },
    timingsMs: { total: 100 },
    prompt: null,
    standaloneQuestion: null,
    followUp: null,
    structured: null,
    passages: [passageAt('ports.md', 0, 20), passageAt('ports.md', 40, 60)],
    question: { maxTokens: 512, topK: 8 },
    ...detail,
  },
})

export const passageAt = (source: string, start: number, end: number): Detail['passages'][number] => ({
  chunkId: `${source} ${start}`,
  documentId: source,
  collection: 'default',
  source,
  title: source,
  heading: '',
  version: 'v1',
  language: 'en',
  start,
  end,
  score: 1,
  ranks: { vector: null, words: 1 },
  similarity: null,
  wordScore: 1,
})

export const citationAt = (source: string, start: number, end: number): Detail['citations'][number] => ({
  answerStart: 0,
  answerEnd: 10,
  documentId: source,
  source,
  title: source,
  heading: '',
  version: 'v1',
  page: null,
  quote: '',
  start,
  end,
  verdict: 'supported',
  field: null,
})
