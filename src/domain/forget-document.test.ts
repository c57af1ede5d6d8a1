import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Citation } from './answer.ts'
import { forgetDocument, removedMark, type Forgettable } from './forget-document.ts'

const secret = 'The vault opens at nine.'
const harmless = 'Cats sleep a lot.'

test('sentences of the document go, those of others stay, and every citation still lies on its sentence', () => {
  const answer = `${harmless} ${secret} ${harmless}`
  const second = harmless.length + 1
  const third = second + secret.length + 1
  const row = entry(answer, [cite('cats', 0, harmless), cite('vault', second, secret), cite('cats', third, harmless)])
  const { answer: left, detail } = forgetDocument(row, 'vault')
  assert.equal(left, `${harmless} ${removedMark} ${harmless}`)
  assert.deepEqual(
    detail.citations.map(({ answerStart, answerEnd }) => left.slice(answerStart, answerEnd)),
    [harmless, removedMark, harmless],
  )
  assert.ok(!JSON.stringify({ left, detail }).includes('vault opens'))
  assert.ok(!JSON.stringify(detail).includes('vault.md'))
})

test('nothing of it is left anywhere in the row: answer, quotes, verdicts, passages, names', () => {
  const row = entry(secret, [cite('vault', 0, secret)])
  const { answer, detail } = forgetDocument(row, 'vault')
  assert.equal(answer, removedMark)
  for (const word of ['vault.md', 'opens', 'Vault title', 'Vault heading', 'version of vault'])
    assert.ok(!JSON.stringify({ answer, detail }).includes(word), word)
  assert.equal(detail.passages[0]?.documentId, 'vault')
  assert.deepEqual(detail.timingsMs, row.detail.timingsMs)
})

test('a sentence that was left out may come from it and goes; an abstention’s message may name it and goes', () => {
  const row = entry('Nothing answers this.', [], { abstained: 'not_supported' })
  const { answer, detail } = forgetDocument(row, 'vault')
  assert.equal(answer, removedMark)
  assert.deepEqual(
    detail.verdicts.map(({ text, reasons }) => ({ text, reasons })),
    [{ text: removedMark, reasons: [] }],
  )
})

test('two sentences that touch, and one that two documents support, go as one', () => {
  const answer = `${secret}${secret}`
  const row = entry(`${answer} ${harmless}`, [
    cite('vault', 0, secret),
    cite('vault', secret.length, secret),
    cite('cats', secret.length, secret),
    cite('cats', answer.length + 1, harmless),
  ])
  const { answer: left, detail } = forgetDocument(row, 'vault')
  assert.equal(left, `${removedMark} ${harmless}`)
  assert.ok(detail.citations.every(({ answerStart, answerEnd }) => answerStart >= 0 && answerEnd <= left.length && answerStart <= answerEnd))
})

test('an object that rests on it goes whole', () => {
  const row = entry('{"opens":"nine","cats":"sleep"}', [
    { ...cite('vault', 0, secret), field: '/opens' },
    { ...cite('cats', 0, harmless), field: '/cats' },
  ])
  assert.equal(forgetDocument(row, 'vault').answer, removedMark)
})

test('forgetting twice is forgetting once, and another document leaves the row as it is', () => {
  const row = entry(`${harmless} ${secret}`, [cite('cats', 0, harmless), cite('vault', harmless.length + 1, secret)])
  const once = { ...row, ...forgetDocument(row, 'vault') }
  assert.deepEqual({ ...once, ...forgetDocument(once, 'vault') }, once)
  assert.deepEqual(forgetDocument(row, 'unknown'), { answer: row.answer, detail: row.detail })
})

const cite = (documentId: string, answerStart: number, text: string): Citation => ({
  answerStart,
  answerEnd: answerStart + text.length,
  documentId,
  source: `${documentId}.md`,
  title: `${documentId === 'vault' ? 'Vault' : 'Cats'} title`,
  heading: `${documentId === 'vault' ? 'Vault' : 'Cats'} heading`,
  version: `version of ${documentId}`,
  page: null,
  quote: text,
  start: 0,
  end: text.length,
  verdict: 'supported',
  field: null,
})

const entry = (answer: string, citations: readonly Citation[], more: Partial<Forgettable> = {}): Forgettable => ({
  answer,
  abstained: null,
  detail: {
    citations,
    confidence: null,
    verdicts: [
      ...citations.map((citation) => ({ text: citation.quote, verdict: 'supported' as const, score: 1, reasons: [], citations: [citation] })),
      ...(citations.length === 0 ? [{ text: secret, verdict: 'unsupported' as const, score: 0, reasons: ['nine is not in the source'], citations: [] }] : []),
    ],
    usage: { inputTokens: 1, outputTokens: 2, reported: true, costUsd: 0, embeddingTokens: 3 },
    timingsMs: { total: 12 },
    prompt: null,
    standaloneQuestion: null,
    followUp: null,
    structured: null,
    passages: ['vault', 'cats'].map((documentId) => ({
      chunkId: 'chunk',
      documentId,
      collection: 'default',
      source: `${documentId}.md`,
      title: `${documentId === 'vault' ? 'Vault' : 'Cats'} title`,
      heading: `${documentId === 'vault' ? 'Vault' : 'Cats'} heading`,
      version: `version of ${documentId}`,
      language: 'en',
      start: 0,
      end: 5,
      score: 0.5,
      ranks: { vector: 1, words: null },
      similarity: 0.8,
      wordScore: 0,
    })),
    question: { maxTokens: 512, topK: 8 },
  },
  ...more,
})
