import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drain } from '../base/async.ts'
import { AppError } from '../base/error.ts'
import { newTraceId } from '../base/id.ts'
import type { Answer, AnswerEvent, AnswerQuestion, Question } from '../domain/answer.ts'
import type { AnswerCache, KeptAnswer } from '../domain/answer-cache.ts'
import { currentCall, owner, withinCall } from '../domain/call.ts'
import { answered, eventsOf } from './answer-for-tests.ts'
import { cachedAnswers, type CachingParts } from './cached-answers.ts'
import { sharedAnswers } from './shared-answers.ts'

const question: Question = { text: 'What is the limit?', collection: 'default', maxTokens: 512, topK: 10, history: [], responseSchema: null }

/** A cache in memory, for one collection whose revision the test sets. */
const memoryCache = () => {
  const rows = new Map<string, { revision: number; form: string | null; kept: KeptAnswer }>()
  const state = { revision: 1, claimedBy: null as string | null, kept: rows }
  const cache: AnswerCache = {
    find: async ({ key, form }) => {
      const exact = rows.get(key)
      const row = exact ?? (form === null ? undefined : [...rows.values()].find((it) => it.form === form))
      return { revision: state.revision, kept: row?.revision === state.revision ? row.kept : null, isExact: exact !== undefined }
    },
    keep: async ({ key, form }, revision, kept) => {
      if (revision !== state.revision) return false
      rows.set(key, { revision, form, kept })
      return true
    },
    claim: async (_key, holder) => (state.claimedBy ??= holder) === holder,
    release: async (_key, holder) => void (state.claimedBy === holder && (state.claimedBy = null)),
  }
  return { cache, state }
}

/** Answers when it is told to; counts how often it is asked. */
const manual = (answer: Answer = answered()) => {
  const started: { signal: AbortSignal; go: () => void; fail: (error: unknown) => void; caller: string }[] = []
  const ask: AnswerQuestion = async function* (_question, signal) {
    const gate = Promise.withResolvers<void>()
    started.push({ signal: signal!, go: gate.resolve, fail: gate.reject, caller: currentCall().caller.id })
    signal?.addEventListener('abort', () => gate.reject(signal.reason))
    const [first, ...rest] = eventsOf(answer)
    yield first!
    await gate.promise
    yield* rest
    return answer
  }
  return { ask, started }
}

const setUp = (ask: AnswerQuestion, changes: Partial<CachingParts> = {}) => {
  const { cache, state } = memoryCache()
  const shared = sharedAnswers()
  const parts: CachingParts = {
    cache,
    shared,
    keyOf: async ({ text, collection }) => ({ collection, key: text, form: text.toLowerCase(), model: 'model-1' }),
    isWorthWaiting: () => false,
    mayBeKept: () => true,
    newTraceId,
    clock: () => performance.now(),
    onFailure: (error) => assert.fail(String(error)),
    ...changes,
  }
  const answers = cachedAnswers(ask, parts)
  const read = async (text = question.text, signal?: AbortSignal): Promise<{ events: AnswerEvent[]; answer: Answer }> => {
    const events: AnswerEvent[] = []
    return { answer: await drain(answers({ ...question, text }, signal), (event) => events.push(event)), events }
  }
  return { answers, read, shared, state }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** What every giving of an answer has of its own. */
const withoutOwn = ({ traceId: _trace, timingsMs: _timings, cache: _cache, usage: _usage, ...rest }: Answer): unknown => rest

test('the same question is answered once, and given again with the same events, a trace of its own, and no cost', async () => {
  const { ask, started } = manual()
  const { read, shared } = setUp(ask)
  const asked = read()
  await settle()
  started[0]!.go()
  const first = await asked
  await shared.settled()
  const again = await read()
  assert.equal(started.length, 1)
  assert.equal(JSON.stringify(again.events), JSON.stringify(first.events))
  assert.equal(JSON.stringify(withoutOwn(again.answer)), JSON.stringify(withoutOwn(first.answer)))
  assert.deepEqual([first.answer.cache, again.answer.cache], ['miss', 'exact'])
  assert.deepEqual(again.answer.usage, { inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0, embeddingTokens: 0 })
  assert.notEqual(again.answer.traceId, first.answer.traceId)
})

test('a question of the same form gets the answer too, told as semantic with the question it was made for', async () => {
  const { ask, started } = manual()
  const { read, shared } = setUp(ask)
  const asked = read()
  await settle()
  started[0]!.go()
  await asked
  await shared.settled()
  const { answer } = await read('WHAT IS THE LIMIT?')
  assert.deepEqual([answer.cache, answer.answeredQuestion, started.length], ['semantic', question.text, 1])
})

test('a hundred at once are one piece of work, done for the first; each reads all of it, and who comes late from the beginning', async () => {
  const { ask, started } = manual()
  const { read } = setUp(ask)
  const readers = Array.from({ length: 99 }, (_, index) => withinCall({ caller: { ...owner, id: `key-${index}` } }, () => read()))
  await settle()
  readers.push(read())
  await settle()
  assert.deepEqual([started.length, started[0]!.caller], [1, 'key-0'])
  started[0]!.go()
  const all = await Promise.all(readers)
  for (const { events } of all) assert.deepEqual(events, eventsOf(answered()))
  assert.equal(new Set(all.map(({ answer }) => answer.traceId)).size, 100)
  assert.deepEqual([all.filter(({ answer }) => answer.cache === 'miss').length, all.filter(({ answer }) => answer.usage.costUsd === 0).length], [1, 99])
})

test('the work ends when the last reader has left, not before, and whoever asks then begins anew', async () => {
  const { ask, started } = manual()
  const { read, shared } = setUp(ask)
  const [one, other] = [new AbortController(), new AbortController()]
  const reading = [read(question.text, one.signal), read(question.text, other.signal)].map((it) => it.catch((error: unknown) => error))
  await settle()
  one.abort(new AppError('cancelled', 'The first left.'))
  assert.match(String(await reading[0]), /The first left/)
  assert.equal(started[0]!.signal.aborted, false)
  other.abort(new AppError('cancelled', 'So did the second.'))
  assert.match(String(await reading[1]), /So did the second/)
  assert.equal(started[0]!.signal.aborted, true)
  const next = read()
  await settle()
  assert.equal(started.length, 2)
  started[1]!.go()
  assert.equal((await next).answer.cache, 'miss')
  await shared.settled()
})

test('a reader who leaves the loop counts as gone', async () => {
  const { ask, started } = manual()
  const { answers, state, shared } = setUp(ask)
  for await (const event of answers(question)) {
    assert.equal(event.type, 'passages')
    break
  }
  await shared.settled()
  assert.deepEqual([started[0]!.signal.aborted, state.kept.size], [true, 0])
})

test('a failure reaches everybody who reads along, and nothing of it is kept', async () => {
  const { ask, started } = manual()
  const { read, state, shared } = setUp(ask)
  const reading = [read(), read()].map((it) => it.catch((error: unknown) => error))
  await settle()
  started[0]!.fail(new AppError('upstream', 'The model broke off.'))
  for (const error of await Promise.all(reading)) assert.match(String(error), /broke off/)
  await shared.settled()
  assert.equal(state.kept.size, 0)
})

for (const [what, answer] of Object.entries({
  'a degraded answer': answered({ degraded: [{ part: 'model', message: 'The model is down.' }] }),
  'what another model wrote in its place': answered({ model: 'model-2' }),
})) {
  test(`${what} is not kept`, async () => {
    const { ask, started } = manual(answer)
    const { read, state, shared } = setUp(ask)
    const asked = read()
    await settle()
    started[0]!.go()
    await asked
    await shared.settled()
    assert.equal(state.kept.size, 0)
  })
}

test('an abstention is kept like an answer', async () => {
  const { ask, started } = manual(answered({ abstained: { reason: 'nothing_relevant', message: 'Nothing.' }, citations: [] }))
  const { read, shared } = setUp(ask)
  const asked = read()
  await settle()
  started[0]!.go()
  await asked
  await shared.settled()
  assert.deepEqual([(await read()).answer.cache, started.length], ['exact', 1])
})

test('documents that change while an answer is under way: it is not kept, and nobody who asks afterwards reads it along', async () => {
  const { ask, started } = manual()
  const { read, state, shared } = setUp(ask)
  const before = read()
  await settle()
  state.revision = 2
  const after = read()
  await settle()
  assert.equal(started.length, 2)
  for (const { go } of started) go()
  assert.deepEqual(
    (await Promise.all([before, after])).map(({ answer }) => answer.cache),
    ['miss', 'miss'],
  )
  await shared.settled()
  assert.equal(state.kept.get(question.text)?.revision, 2)
})

test('what another process answers is waited for and given; when its lease is given up without an answer, this one answers', async () => {
  const { ask, started } = manual()
  const { read, state, shared } = setUp(ask, { isWorthWaiting: () => true })
  state.claimedBy = 'another process'
  const waiting = read()
  await settle()
  assert.equal(started.length, 0)
  state.kept.set(question.text, { revision: 1, form: null, kept: { question: question.text, events: eventsOf(answered()), answer: answered() } })
  assert.deepEqual([(await waiting).answer.cache, started.length], ['exact', 0])
  state.kept.clear()
  const again = read()
  await settle()
  state.claimedBy = null
  while (started.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  started[0]!.go()
  assert.equal((await again).answer.cache, 'miss')
  await shared.settled()
  assert.deepEqual([state.claimedBy, state.kept.size], [null, 1])
})

test("when the money of the first one's key is used up, who reads along asks for itself, and gets passages once", async () => {
  const { ask, started } = manual()
  const { read, shared } = setUp(ask)
  const first = withinCall({ caller: { ...owner, id: 'poor' } }, () => read()).catch((error: unknown) => error)
  const second = withinCall({ caller: { ...owner, id: 'rich' } }, () => read())
  await settle()
  started[0]!.fail(new AppError('limited', 'Nothing is left.', { details: { part: 'budget', budget: { subject: 'key', period: 'day' } } }))
  assert.match(String(await first), /Nothing is left/)
  await settle()
  assert.deepEqual(
    started.map(({ caller }) => caller),
    ['poor', 'rich'],
  )
  started[1]!.go()
  const { events, answer } = await second
  assert.deepEqual([events, answer.cache], [eventsOf(answered()), 'miss'])
  await shared.settled()
})

test('words that may not be written down are answered, and not kept', async () => {
  const { ask, started } = manual()
  const { read, state, shared } = setUp(ask, { mayBeKept: (text) => !text.includes('limit') })
  const asked = read()
  await settle()
  started[0]!.go()
  assert.equal((await asked).answer.cache, 'miss')
  await shared.settled()
  assert.equal(state.kept.size, 0)
})

test('a cache that fails costs nothing but its use', async () => {
  const failures: unknown[] = []
  const { cache } = memoryCache()
  const fails = async (): Promise<never> => Promise.reject(new AppError('no_space', 'The disk is full.'))
  const { ask, started } = manual()
  for (const broken of [
    { ...cache, find: fails },
    { ...cache, keep: fails },
  ]) {
    const { read, shared } = setUp(ask, { cache: broken, onFailure: (error) => void failures.push(error) })
    const asked = withinCall({}, () => read(question.text, new AbortController().signal))
    await settle()
    started.at(-1)!.go()
    assert.equal((await asked).answer.text, answered().text)
    await shared.settled()
  }
  assert.deepEqual([failures.length, started.length], [2, 2])
})
