/** Answers that people got, judged in quiet moments by models that cost something. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { post, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const documents = {
  'ports.md': '# Ports\n\nThe gateway listens on port 8080.\n\nThe admin page listens on port 9443.\n',
  'keys.md': '# Keys\n\nThe signing key is rotated every 42 days by the platform team.\n',
}
const questions = ['Which port does the gateway listen on?', 'Which port does the admin page listen on?']

let stub: StubModel
before(async () => {
  stub = await startStubModel()
})
after(() => stub?.close())

const verdict = JSON.stringify({ reasoning: 'The passages say so.', verdict: 'pass' })

const settings = (more: Record<string, string> = {}): Record<string, string> => ({
  OPENAI_BASE_URL: stub.url,
  ANSWERABLE_JUDGE_MODELS: 'openai:stub-1',
  ANSWERABLE_LIVE_JUDGE_SHARE: '1',
  ANSWERABLE_PRICES: 'stub-1=100/100',
  ...more,
})

const serveAt = (place: Workplace, env: Record<string, string>): Promise<Server> => serve([place.documents, '--data', place.data], { env })

/** All of them are answered from the words of the documents. */
const askAll = async ({ url }: Server): Promise<void> => {
  for (const question of questions) assert.equal(((await (await post(url, '/ask', { question })).json()) as Json).abstained, null)
}

const trendsOf = async ({ url }: Server): Promise<Json> => (await fetch(`${url}/evaluation/trends?days=2`)).json()

const judgedBy = async (server: Server, judge: string): Promise<Json> => (await trendsOf(server)).judged.find((it: Json) => it.judge === judge)

const until = async <Value>(read: () => Promise<Value | undefined>, isThere: (value: Value) => boolean): Promise<Value> => {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const value = await read()
    if (value !== undefined && isThere(value)) return value
    if (Date.now() > end) throw new Error(`It did not come within a minute: ${JSON.stringify(value)}`)
  }
}

const byModel = (judged: Json[]): Json => judged.find(({ judge }) => judge !== 'verifier')
const calls = (): number => stub.requests.filter(({ path, method }) => method === 'POST' && path.includes('completions')).length

test('the verifier judges every answer without being told to', async () => {
  using place = workplace(documents)
  await using server = await serveAt(place, {})
  await askAll(server)
  const { mean } = await until(
    () => judgedBy(server, 'verifier'),
    (it: Json) => it.mean.n === 2,
  )
  assert.equal(mean.value, 1)
  const { total, judging } = await trendsOf(server)
  assert.deepEqual([total.questions, total.answered.value], [2, 1])
  assert.deepEqual(judging, { verifier: true, share: 0, rubrics: [], most_usd: 0.5, spent_today_usd: 0 })
})

test("models judge until the day's money would not suffice for another", async () => {
  using place = workplace(documents)
  stub.set({ text: verdict })
  const before = calls()
  await using server = await serveAt(place, settings({ ANSWERABLE_LIVE_JUDGE_MOST_USD: '0.1' }))
  for (let round = 0; round < 3; round++) await askAll(server)
  // None is under way, and what one of them cost is more than is left. What is put aside for the next call counts as spent, before its request is here.
  const isOver = ({ judging: now, judged: by }: Json): boolean => {
    const made = byModel(by)?.mean.n
    return made === calls() - before && now.most_usd - now.spent_today_usd < now.spent_today_usd / made
  }
  await until(() => trendsOf(server), isOver)
  // Whoever looks again finds answers, and no money for them.
  await askAll(server)
  await until(
    () => judgedBy(server, 'verifier'),
    (it: Json) => it.mean.n === 8,
  )
  const { judging, judged } = await until(() => trendsOf(server), isOver)
  const { n } = byModel(judged).mean
  assert.ok(n < 6 && judging.spent_today_usd <= 0.1, JSON.stringify(judging))
  // All calls cost the same here: whatever the server tells, they were no more than the day's money pays.
  assert.ok((calls() - before) * (judging.spent_today_usd / n) <= 0.1, `${calls() - before} calls, ${JSON.stringify(judging)}`)
})

test('a judge that writes garbage has failed, and its judgement counts as no pass', async () => {
  using place = workplace(documents)
  stub.set({ text: 'It is fine, I think.' })
  await using server = await serveAt(place, settings())
  await post(server.url, '/ask', { question: questions[0] })
  const judged = await until(
    async () => byModel((await trendsOf(server)).judged),
    (it: Json) => it.mean.n === 1,
  )
  assert.deepEqual([judged.failed, judged.mean.value], [1, 0])
})

/** A model that takes its time has begun to judge an answer. */
const serveWithJudgeAtWork = async (place: Workplace): Promise<Server> => {
  const before = calls()
  const server = await serveAt(place, settings({ ANSWERABLE_LIVE_JUDGE_VERIFIER: 'false' }))
  try {
    await post(server.url, '/ask', { question: questions[0] })
    await until(
      async () => calls() - before,
      (made) => made === 1,
    )
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

test('a judge whose process was killed under its work is asked again by the next one', async () => {
  using place = workplace(documents)
  stub.set({ text: verdict, firstTokenMs: 20_000 })
  const before = calls()
  {
    await using server = await serveWithJudgeAtWork(place)
    await server.stop('SIGKILL')
  }
  stub.set({ text: verdict })
  await using server = await serveAt(place, settings({ ANSWERABLE_LIVE_JUDGE_VERIFIER: 'false' }))
  const judged = await until(
    async () => (await trendsOf(server)).judged[0],
    (it: Json) => it.mean.n === 1,
  )
  assert.deepEqual([judged.mean.value, calls() - before], [1, 2])
})

test('a question goes before a judgement: it is answered while the judge still works', async () => {
  using place = workplace(documents)
  stub.set({ text: verdict, firstTokenMs: 20_000 })
  await using server = await serveWithJudgeAtWork(place)
  const answer: Json = await (await post(server.url, '/ask', { question: questions[1] })).json()
  assert.match(answer.answer, /9443/)
})

test('a rubric that live answers cannot be judged by is told, and nothing else stops', async () => {
  using place = workplace(documents)
  stub.set({ text: verdict })
  await using server = await serveAt(place, settings({ ANSWERABLE_LIVE_JUDGE_RUBRICS: 'correct.v1' }))
  await askAll(server)
  await until(
    () => judgedBy(server, 'verifier'),
    (it: Json) => it.mean.n === 2,
  )
  assert.match(server.said(), /correct\.v1 needs a reference answer/)
})
