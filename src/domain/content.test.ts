import assert from 'node:assert/strict'
import { test } from 'node:test'
import { covered, mapContent, withoutContent, type Worded } from './content.ts'

const span = { documentId: 'd1', source: 'a.md', version: 'v1', start: 3, end: 9 }
const entry = {
  question: 'CANARY who?',
  answer: 'CANARY it is.',
  detail: {
    passages: [{ ...span, chunkId: 'c1', title: 'CANARY', heading: 'CANARY', ranks: { vector: 1, words: 2 }, score: 0.5 }],
    citations: [{ ...span, title: 'CANARY', heading: 'CANARY', quote: 'CANARY', verdict: 'supported', answerStart: 0, answerEnd: 13, field: null, page: null }],
    verdicts: [{ text: 'CANARY', verdict: 'supported', score: 1, reasons: ['CANARY is missing'], citations: [] }],
    prompt: { version: 'answer.v1', tokens: { passages: 10 }, cut: ['CANARY'] },
    standaloneQuestion: 'CANARY?',
    followUp: { by: 'words', turns: 1, used: 1, refused: 'CANARY' },
    structured: null,
    aFieldOfALaterVersion: [{ note: 'CANARY' }],
    usage: { inputTokens: 1, outputTokens: 2, embeddingTokens: 0, reported: true, costUsd: 0.1 },
    timingsMs: { total: 3 },
    confidence: 0.9,
    question: { maxTokens: 512, topK: 10 },
  },
} as unknown as Worded

test('a row without its content keeps figures, ids and offsets, and no word', () => {
  const left = withoutContent(entry)
  assert.ok(!JSON.stringify(left).includes('CANARY'))
  assert.deepEqual(left.detail.usage, entry.detail.usage)
  assert.deepEqual(left.detail.passages[0]!.ranks, { vector: 1, words: 2 })
  const { documentId, version, start, end, verdict } = left.detail.citations[0]!
  assert.deepEqual({ documentId, version, start, end, verdict }, { documentId: 'd1', version: 'v1', start: 3, end: 9, verdict: 'supported' })
  assert.equal(left.detail.prompt!.version, 'answer.v1')
})

test('what is masked is masked everywhere, at the same length', () => {
  const cover = (text: string): string =>
    covered(
      text,
      [...text.matchAll(/CANARY/g)].map(({ index }) => ({ start: index, end: index + 6 })),
    )
  const masked = mapContent(entry, cover)
  assert.ok(!JSON.stringify(masked).includes('CANARY'))
  assert.equal(masked.answer, '•••••• it is.')
})
