import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openFeedback } from '../../src/adapters/postgres/feedback.ts'
import { openJournal } from '../../src/adapters/postgres/journal.ts'
import { openLiveJudgements } from '../../src/adapters/postgres/live-judgements.ts'
import { openLiveQuality } from '../../src/adapters/postgres/live-quality.ts'
import { newTraceId } from '../../src/base/id.ts'
import type { Answer, AbstentionReason } from '../../src/domain/answer.ts'
import type { Judgement } from '../../src/domain/judgement.ts'
import type { ClaimedAnswer, JudgingLane, LiveJudgements } from '../../src/domain/live-quality.ts'
import type { Purpose } from '../../src/domain/journal.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const since = new Date(Date.now() - 30 * 86_400_000)

for (const { name, skip, isShared, open, again } of cases) {
  let database: Database & AsyncDisposable
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  /** Each test has a collection of its own. */
  const asked = async (collection: string, given: Given = {}): Promise<string> => {
    const { purpose = 'live', ...parts } = given
    const answer = answerOf(parts)
    await openJournal(database).record(answer, { text: 'How?', collection, maxTokens: 9, topK: 8, history: [], responseSchema: null }, purpose)
    return answer.traceId
  }

  const forgetAll = (): Promise<unknown> => database.query('delete from journal')

  test(`${name}: live questions come newest first with what people and judges said; those of an evaluation do not`, { skip }, async () => {
    await forgetAll()
    const first = await asked('read')
    const second = await asked('read')
    await asked('read', { purpose: 'evaluation' })
    await openFeedback(database).give({ traceId: first, rating: 'down', comment: null, correction: 'Port 9443.' })
    await (await claimOf(openLiveJudgements(database), { ...verifier })).finish(passed)
    const read = await openLiveQuality(database).questions({ collection: 'read', since }, 10)
    assert.deepEqual(
      read.map(({ traceId }) => traceId),
      [second, first],
    )
    assert.deepEqual(read[1]!.feedback, { rating: 'down', comment: null, correction: 'Port 9443.' })
    assert.equal(read[0]!.feedback, null)
    assert.deepEqual([read[1]!.judgements[0]!.verdict, read[1]!.judgements[0]!.judge], ['pass', 'verifier'])
    assert.ok(read[1]!.judgements[0]!.judgedAt instanceof Date)
    assert.deepEqual(await openLiveQuality(database).questions({ collection: 'read', since: new Date() }, 10), [])
    assert.equal((await openLiveQuality(database, ['other']).questions({ collection: null, since }, 10)).length, 0)
    assert.equal((await openLiveQuality(database).find(first))?.traceId, first)
  })

  test(`${name}: figures of a day count live questions only`, { skip }, async () => {
    await forgetAll()
    const verdict = { text: 'x', score: 1, reasons: [], citations: [] }
    const good = await asked('days', {
      timingsMs: { total: 100 },
      verdicts: [
        { ...verdict, verdict: 'supported' },
        { ...verdict, verdict: 'unsupported' },
      ],
    })
    await asked('days', { timingsMs: { total: 300 }, reason: 'nothing_relevant' })
    await asked('days', { timingsMs: { total: 9999 }, purpose: 'evaluation' })
    await asked('days', { timingsMs: { total: 200 }, costUsd: null })
    await openFeedback(database).give({ traceId: good, rating: 'up', comment: null, correction: null })
    const [day, ...others] = await openLiveQuality(database).days({ collection: 'days', since })
    assert.equal(others.length, 0)
    assert.deepEqual(day, {
      day: new Date().toISOString().slice(0, 10),
      questions: 3,
      abstained: { nothing_relevant: 1 },
      sentences: 2,
      supported: 1,
      up: 1,
      down: 0,
      p50Ms: 200,
      p95Ms: 290,
      costUsd: 1,
      unpriced: 1,
    })
  })

  test(`${name}: every answer of a lane is judged once, oldest first; what was declined, and what the judge wrote itself, never`, { skip }, async () => {
    await forgetAll()
    const first = await asked('lane')
    await asked('lane', { reason: 'not_supported' })
    await asked('lane', { model: 'verifier' })
    const second = await asked('lane')
    const judgements = openLiveJudgements(database)
    const one = await claimOf(judgements, verifier)
    const two = await claimOf(judgements, verifier)
    assert.deepEqual([one.entry.traceId, two.entry.traceId], [first, second])
    assert.equal(await judgements.claim(verifier), null)
    assert.equal(await one.finish(passed), true)
    assert.equal(await one.finish(passed), false)
    assert.equal(await two.release(), true)
    assert.equal((await claimOf(judgements, verifier)).entry.traceId, second)
    assert.notEqual(await judgements.claim({ ...verifier, rubric: 'helpful.v1' }), null)
  })

  if (isShared)
    test(`${name}: two processes never have the same answer`, { skip }, async () => {
      await forgetAll()
      const traces = await Promise.all(Array.from({ length: 8 }, () => asked('both')))
      await using other = (await again(database))!
      const claimed: string[] = []
      const work = async (judgements: LiveJudgements): Promise<void> => {
        // A claim that met the other's comes back empty once; the answer it was after is in good hands.
        for (let misses = 0; misses < 5;) {
          const claim = await judgements.claim(verifier)
          if (claim) claimed.push(claim.entry.traceId)
          else misses++
        }
      }
      await Promise.all([work(openLiveJudgements(database)), work(openLiveJudgements(other))])
      assert.deepEqual(claimed.sort(), traces.sort())
    })

  test(`${name}: an answer whose judge died is taken over, its word no longer counts, and after three deaths it is failed`, { skip }, async () => {
    await forgetAll()
    const traceId = await asked('dead')
    const judgements = openLiveJudgements(database, { leaseMs: 0 })
    const first = await claimOf(judgements, verifier)
    const second = await claimOf(judgements, verifier)
    assert.equal(second.entry.traceId, traceId)
    assert.equal(await first.finish(passed), false)
    await claimOf(judgements, verifier)
    assert.equal(await judgements.claim(verifier), null)
    const [judgement] = (await openLiveQuality(database).find(traceId))!.judgements
    assert.deepEqual([judgement!.verdict, judgement!.failure], [null, "The judge's process stopped 3 times without a word."])
    const [day] = await openLiveQuality(database).judgedDays({ collection: null, since })
    assert.deepEqual([day!.judged, day!.passed, day!.failed], [1, 0, 1])
  })

  test(`${name}: the sample is a share by the hash of the trace, the same each time`, { skip }, async () => {
    await forgetAll()
    for (let index = 0; index < 60; index++) await asked('share')
    const sampled = async (rubric: string, share: number): Promise<string[]> => {
      const judgements = openLiveJudgements(database)
      const traces: string[] = []
      for (let claim; (claim = await judgements.claim({ ...verifier, rubric, share }));) traces.push(claim.entry.traceId)
      return traces
    }
    const half = await sampled('a', 0.5)
    assert.ok(half.length > 15 && half.length < 45, `${half.length} of 60`)
    assert.deepEqual(await sampled('b', 0.5), half)
    assert.deepEqual(await sampled('c', 0), [])
    assert.equal((await sampled('d', 1)).length, 60)
  })

  test(`${name}: the day's money holds, what is under way and what died included`, { skip }, async () => {
    await forgetAll()
    for (let index = 0; index < 6; index++) await asked('money')
    const judgements = openLiveJudgements(database)
    const paid: JudgingLane = { ...verifier, judge: 'priced', mostUsdADay: 0.1 }
    const first = await claimOf(judgements, paid)
    assert.equal(await judgements.claim(paid), null, 'nobody knows yet what one costs')
    await first.finish({ ...passed, costUsd: 0.03 })
    const second = await claimOf(judgements, paid)
    const third = await claimOf(judgements, paid)
    assert.ok(Math.abs((await judgements.spentTodayUsd()) - 0.09) < 1e-9)
    assert.equal(await judgements.claim(paid), null, 'a fourth would cost more than is left')
    await second.finish({ ...passed, costUsd: 0.02 })
    await third.finish({ ...passed, costUsd: 0.01 })
    assert.notEqual(await judgements.claim(paid), null)
    await database.query(`update live_judgement set lease_until = now() - interval '1 second' where judged_at is null`)
    assert.equal(await judgements.claim(paid), null, 'the one that died may have been paid')
    assert.ok(Math.abs((await judgements.spentTodayUsd()) - 0.09) < 1e-9)
  })

  test(`${name}: a judge whose price is not known is asked once, and rests`, { skip }, async () => {
    await forgetAll()
    await asked('unpriced')
    await asked('unpriced')
    const judgements = openLiveJudgements(database)
    const lane: JudgingLane = { ...verifier, judge: 'unpriced', mostUsdADay: 0.1 }
    await (await claimOf(judgements, lane)).finish({ ...passed, costUsd: null })
    assert.equal(await judgements.claim(lane), null)
    assert.equal((await openLiveQuality(database).judgedDays({ collection: null, since }))[0]!.unpriced, 1)
  })

  test(`${name}: what was said of an answer is forgotten with its documents, also when it is said afterwards`, { skip }, async () => {
    await forgetAll()
    const store = openDocumentStore(database)
    const { documentId, version } = await store.put(document('secret words'))
    const citations = [{ ...citation, documentId, version, quote: 'secret words' }]
    const before = await asked('forget', { text: 'secret words', citations })
    const late = await asked('forget', { text: 'secret words', citations })
    const judgements = openLiveJudgements(database)
    const said: Judgement = { ...passed, explanation: 'It says "secret words".' }
    await (await claimOf(judgements, verifier)).finish(said)
    const open = await claimOf(judgements, verifier)
    await store.remove(documentId)
    assert.equal(await open.finish(said), true)
    for (const traceId of [before, late]) {
      const question = (await openLiveQuality(database).find(traceId))!
      assert.doesNotMatch(JSON.stringify(question), /secret words/)
      assert.deepEqual([question.judgements[0]!.verdict, question.judgements[0]!.explanation], ['pass', '[removed with its document]'])
    }
  })
}

const claimOf = async (judgements: LiveJudgements, lane: JudgingLane): Promise<ClaimedAnswer> => {
  const claim = await judgements.claim(lane)
  assert.ok(claim, 'there is an answer to judge')
  return claim
}

const verifier: JudgingLane = { rubric: 'grounded.v1', rubricHash: 'hash', judge: 'verifier', share: 1, mostUsdADay: null }

const passed: Judgement = {
  rubric: 'grounded.v1',
  judge: 'verifier',
  verdict: 'pass',
  score: 0.9,
  explanation: 'All of it is there.',
  failure: null,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  ms: 1,
}

type Given = Partial<Answer> & { purpose?: Purpose; reason?: AbstentionReason; costUsd?: number | null }

const answerOf = ({ reason, costUsd = 0.5, ...parts }: Omit<Given, 'purpose'>): Answer => ({
  text: 'So.',
  citations: [],
  abstained: reason ? { reason, message: 'So.' } : null,
  data: null,
  confidence: null,
  standaloneQuestion: null,
  followUp: null,
  structured: null,
  model: 'extractive',
  usage: { inputTokens: 0, outputTokens: 0, reported: false, costUsd, embeddingTokens: 0 },
  timingsMs: { total: 10 },
  traceId: newTraceId(),
  cache: 'miss',
  degraded: [],
  passages: [],
  verdicts: [],
  prompt: null,
  ...parts,
})

const citation = {
  answerStart: 0,
  answerEnd: 12,
  source: 'a.md',
  title: 'A',
  heading: '',
  page: null,
  start: 0,
  end: 12,
  verdict: 'supported',
  field: null,
} as const

const document = (text: string) => ({
  document: { collection: 'forget', source: 'a.md', title: 'A', mediaType: 'text/plain', language: 'en', metadata: {}, text, pageStarts: [], origin: null },
  chunks: [{ ordinal: 0, start: 0, end: text.length, headingPath: [], tokens: 2 }],
  pipeline: 'test',
  vectors: null,
})
