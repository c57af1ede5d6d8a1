import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '../base/error.ts'
import type { Answer, AnswerEvent } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { Generator, GeneratorPart } from '../domain/model.ts'
import type { TaskModel } from '../domain/task.ts'
import { answering } from './answer.ts'
import type { AnswerLimits, AnswerParts } from './parts.ts'
import { generatorOf } from './generator-for-tests.ts'
import { passageOf } from './passage-for-tests.ts'
import { readPrompts } from '../app/read-prompt.ts'

const lead = 'Front page.\n\n'
const text =
  'The lock expires after 30 seconds. Remote state is not encrypted. John Smith wrote it in Boston.\n\nTo start, run this:\n\n```sh\nterraform init\n```\n'
const document = lead + text
const guide = passageOf(text, { start: lead.length, pageStarts: [0, lead.length] })
const prompts = readPrompts(join(import.meta.dirname, '../../prompts'))
const usage = { inputTokens: 100, outputTokens: 20, reported: true, costUsd: 0 }

interface Script {
  readonly parts?: readonly string[]
  readonly reason?: 'stop' | 'length' | 'refused'
  readonly error?: Error
  /** Waits here for ever, or until it is stopped. */
  readonly hangsAfter?: number
  readonly stopped?: { reason: unknown; ended?: boolean }
}

const writing = ({ parts = [], reason = 'stop', error, hangsAfter, stopped }: Script): Generator =>
  generatorOf(async function* (_messages, _options, signal): AsyncGenerator<GeneratorPart, void> {
    try {
      for (const [index, part] of parts.entries()) {
        if (index === hangsAfter) {
          await new Promise((_, reject) =>
            signal?.addEventListener('abort', () => (((stopped ?? { reason: null }).reason = signal.reason), reject(signal.reason))),
          )
        }
        yield { type: 'text-delta', text: part }
      }
      if (error) throw error
      yield { type: 'finish', reason, usage }
    } finally {
      if (stopped) stopped.ended = true
    }
  })

const model = (script: Script): TaskModel => ({ generator: writing(script), temperature: 0, maxTokens: 1000 })

const limits: AnswerLimits = { retrieveTimeoutMs: 1000, firstTokenTimeoutMs: 1000, idleTimeoutMs: 1000, totalTimeoutMs: 5000 }

const run = async (
  script: Script | null,
  {
    passages = [guide],
    question = 'When does the lock expire?',
    signal,
    ...parts
  }: Partial<AnswerParts> & { passages?: readonly Passage[]; question?: string; signal?: AbortSignal } = {},
) => {
  const events: AnswerEvent[] = []
  const ask = answering({
    retrieve: async () => ({ passages, embeddingTokens: 7, queryVector: null, timingsMs: { search: 1 } }),
    modelFor: () => (script ? model(script) : null),
    embedder: () => null,
    prompts,
    limits,
    newTraceId: () => 'trace',
    clock: () => performance.now(),
    ...parts,
  })
  const running = ask({ text: question, collection: 'default', maxTokens: 200, topK: 5, history: [], responseSchema: null }, signal)
  for (;;) {
    const step = await running.next()
    if (step.done) return { events, answer: checked(step.value, events) }
    events.push(step.value)
  }
}

/** What holds of every answer. */
const checked = (answer: Answer, events: readonly AnswerEvent[]): Answer => {
  assert.equal(events.flatMap((event) => (event.type === 'delta' ? [event.text] : [])).join(''), answer.text)
  assert.equal(events[0]?.type, 'passages')
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'citation' ? [event.citation] : [])),
    answer.citations,
  )
  let written = ''
  for (const event of events) {
    if (event.type === 'delta') written += event.text
    if (event.type !== 'citation') continue
    const { start, end, quote, answerStart, answerEnd } = event.citation
    assert.equal(document.slice(start, end), quote)
    assert.ok(answerStart < answerEnd && answerEnd <= written.length)
    assert.equal(answer.text.slice(answerStart, answerEnd).trim(), answer.text.slice(answerStart, answerEnd))
  }
  return answer
}

test('sentences that rest on a passage are let out with their citations, the others are left out and counted', async () => {
  const { answer } = await run({ parts: ['The lock expires', ' after 30 seconds [1]. The lock expires after 40', ' seconds. John Smith wrote it in Boston.'] })
  assert.equal(answer.text, 'The lock expires after 30 seconds. John Smith wrote it in Boston.')
  assert.deepEqual(
    answer.verdicts.map(({ verdict }) => verdict),
    ['supported', 'unsupported', 'supported'],
  )
  assert.equal(answer.text.slice(answer.citations[1]!.answerStart, answer.citations[1]!.answerEnd), 'John Smith wrote it in Boston.')
  assert.equal(answer.citations[0]!.page, 2)
  assert.deepEqual(answer.usage, { ...usage, embeddingTokens: 7 })
  assert.equal(answer.prompt?.version, 'answer.v1')
})

test('a verified sentence is let out before the next one is finished', async () => {
  const stopped = { reason: null as unknown, ended: false }
  const ask = answering({
    retrieve: async () => ({ passages: [guide], embeddingTokens: 0, queryVector: null, timingsMs: {} }),
    modelFor: () => model({ parts: ['The lock expires after 30 seconds. John', ' never'], hangsAfter: 1, stopped }),
    embedder: () => null,
    prompts,
    limits,
    newTraceId: () => 'trace',
    clock: () => performance.now(),
  })
  for await (const event of ask({ text: 'When does the lock expire?', collection: 'default', maxTokens: 200, topK: 5, history: [], responseSchema: null })) {
    if (event.type === 'citation') break
  }
  assert.ok(stopped.ended, 'leaving the loop stops the model')
})

test('headings and lead-ins are let out only with what follows them', async () => {
  const { answer } = await run({ parts: ['## Steps\n\nRun this command:\n\n```sh\nterraform init\n```\n\n## Notes\n\nBananas are yellow.'] })
  assert.equal(answer.text, '## Steps\n\nRun this command:\n\n```sh\nterraform init\n```')
})

test('a block of code with a line that no passage has is left out whole', async () => {
  const { answer } = await run({ parts: ['The lock expires after 30 seconds.\n\n```sh\nterraform init\nrm -rf /\n```\n'] })
  assert.equal(answer.text, 'The lock expires after 30 seconds.')
})

test('nothing supported: it abstains and names what was searched', async () => {
  const { answer } = await run({ parts: ['Bananas are yellow.'] })
  assert.equal(answer.abstained?.reason, 'not_supported')
  assert.equal(answer.text, answer.abstained?.message)
  assert.match(answer.text, /guide\.md/)
  assert.deepEqual(answer.citations, [])
})

test('a model that says it cannot answer is taken at its word', async () => {
  for (const refusal of ['The documents do not say.', 'I cannot answer this from the passages.', 'Sorry, there is no information about this.']) {
    const { answer } = await run({ parts: [refusal] })
    assert.equal(answer.abstained?.reason, 'not_supported', refusal)
  }
})

test('nothing relevant: the model is not even asked', async () => {
  const asked = { modelFor: () => model({ error: new Error('asked all the same') }) }
  const { answer } = await run(null, { ...asked, passages: [{ ...guide, similarity: 0.1, wordScore: 0 }], question: 'How tall are giraffes?' })
  assert.equal(answer.abstained?.reason, 'nothing_relevant')
  const { answer: empty } = await run(null, { ...asked, passages: [] })
  assert.equal(empty.abstained?.reason, 'nothing_relevant')
  assert.match(empty.text, /Nothing is indexed in the collection "default"/)
})

test('a sentence cut by max_tokens is dropped', async () => {
  const { answer } = await run({ parts: ['The lock expires after 30 seconds. John Smith wrote it in'], reason: 'length' })
  assert.equal(answer.text, 'The lock expires after 30 seconds.')
})

test('an answer cut before its first sentence ended says so', async () => {
  const { answer } = await run({ parts: ['The lock expires after'], reason: 'length' })
  assert.match(answer.abstained?.message ?? '', /max_tokens/)
})

test('a stream that broke off is an error, never half an answer', async () => {
  const error = new AppError('upstream', 'The server hung up.')
  await assert.rejects(run({ parts: ['The lock expires after 30 seconds. John'], error }), error)
})

for (const [phase, script, short] of [
  ['first word', { parts: ['x'], hangsAfter: 0 }, { firstTokenTimeoutMs: 30 }],
  ['pause', { parts: ['The lock', ' expires'], hangsAfter: 1 }, { idleTimeoutMs: 30 }],
  ['whole', { parts: ['The lock', ' expires'], hangsAfter: 1 }, { totalTimeoutMs: 30 }],
] as const) {
  test(`a ${phase} that takes too long ends with upstream_timeout and stops the model`, async () => {
    const stopped = { reason: null as unknown }
    await assert.rejects(run({ ...script, stopped }, { limits: { ...limits, ...short } }), { code: 'upstream_timeout' })
    assert.ok(stopped.reason)
  })
}

test('a search that does not get its turn says that the machine is too busy, and when to come again', async () => {
  await assert.rejects(run(null, { retrieve: () => new Promise(() => {}), limits: { ...limits, retrieveTimeoutMs: 20 } }), {
    code: 'unavailable',
    details: { retryAfterMs: 5000 },
  })
})

test('cancelling stops the model with the reason of the caller', async () => {
  const stopped = { reason: null as unknown }
  const controller = new AbortController()
  const reason = new AppError('cancelled', 'The client has gone.')
  setTimeout(() => controller.abort(reason), 20)
  await assert.rejects(run({ parts: ['The', ' lock'], hangsAfter: 1, stopped }, { signal: controller.signal }), reason)
  assert.equal(stopped.reason, reason)
})

test('without a model the documents answer in their own words, for no tokens', async () => {
  const { answer } = await run(null)
  assert.equal(answer.model, 'extractive')
  assert.equal(answer.text, 'The lock expires after 30 seconds.')
  assert.equal(answer.citations[0]?.quote, answer.text)
  assert.deepEqual(answer.usage, { inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0, embeddingTokens: 7 })
})

test('an embedder that fails does not keep the documents from answering', async () => {
  const broken = {
    id: 'broken',
    dimensions: 2,
    maxTokens: 10,
    countTokens: async () => [],
    close: async () => {},
    embed: async () => Promise.reject(new AppError('unavailable', 'No model.')),
  }
  const retrieve = async () => ({ passages: [guide], embeddingTokens: 0, queryVector: Float32Array.of(1, 0), timingsMs: {} })
  const { answer } = await run(null, { embedder: () => broken, retrieve })
  assert.equal(answer.text, 'The lock expires after 30 seconds.')
})

test('whatever a model writes, every shown citation is exact and the deltas are the answer', async () => {
  const piece = fc.constantFrom(
    'The lock expires after 30 seconds',
    '. ',
    '\n\n',
    '## Head\n',
    '- ',
    '```\n',
    'terraform init\n',
    ' [1]',
    '[2',
    'John Smith wrote it in Boston.',
    'Run this:\n',
    '| a | b |\n',
    'Bananas',
    '…',
    '😀',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 25 }), fc.constantFrom('stop', 'length', 'refused'), async (parts, reason) => {
      await run({ parts, reason: reason as 'stop' })
    }),
    { numRuns: 300 },
  )
})
