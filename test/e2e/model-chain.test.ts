import assert from 'node:assert/strict'
import { test } from 'node:test'
import { post, run, serve, workplace } from '../support/program.ts'
import { startStubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const files = { 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n' }

test('the second model answers while the first is down, is billed, and after three failures the first is not asked any more', async () => {
  using place = workplace(files)
  await using first = await startStubModel({ mode: 'faulty', fault: { kind: 'status', status: 400 } })
  await using second = await startStubModel({ mode: 'honest' })
  await using server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_ANSWER_MODELS: `compatible:big@${first.url}, compatible:small@${second.url}`, ANSWERABLE_PRICES: 'small=1/2' },
  })
  const ask = async (): Promise<Json> => (await post(server.url, '/ask', { question: 'What is the upload limit?' })).json()
  const status = async (): Promise<Json> => (await fetch(`${server.url}/status`)).json()

  const answer = await ask()
  assert.match(answer.answer, /20 megabytes/)
  assert.equal(answer.model, 'small')
  assert.equal(answer.cost_usd, (answer.usage.input_tokens + 2 * answer.usage.output_tokens) / 1e6)
  for (let i = 0; i < 3; i++) assert.equal((await ask()).model, 'small')
  assert.equal(first.requests.filter(({ path }) => path.endsWith('/chat/completions')).length, 3)

  const { tasks, advice } = await status()
  const task = tasks.find((it: Json) => it.task === 'answer')
  assert.equal(task.live, 'small')
  assert.deepEqual(
    task.models.map((it: Json) => [it.id, it.state, it.price_per_million_usd]),
    [
      ['big', 'open', null],
      ['small', 'closed', { input: 1, output: 2 }],
    ],
  )
  assert.match(task.models[0].last_failure, /400/)
  assert.equal(advice.filter((line: string) => /^big failed again and again and is passed over for now\. .*400/.test(line)).length, 1)
})

test('when no model of the chain answers, the error names each, and no key', async () => {
  using place = workplace(files)
  await using first = await startStubModel({ mode: 'faulty', fault: { kind: 'status', status: 400 } })
  await using second = await startStubModel({ mode: 'faulty', fault: { kind: 'status', status: 404 } })
  await using server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_ANSWER_MODELS: `compatible:big, compatible:small@${second.url}`, OPENAI_BASE_URL: first.url, OPENAI_API_KEY: 'sk-secret' },
  })
  const response = await post(server.url, '/ask', { question: 'What is the upload limit?' })
  const problem: Json = await response.json()
  assert.equal(response.status, 502)
  assert.match(problem.detail, /None of the models answered\. big: .*\(400\).* small: .*\(404\)/)
  assert.doesNotMatch(JSON.stringify(problem), /sk-secret/)
  assert.ok(
    second.requests.every(({ headers }) => headers['authorization'] === undefined),
    'a key goes only to the server it is for',
  )
})

test('no call writes more than its task may', async () => {
  using place = workplace(files)
  await using stub = await startStubModel({ mode: 'honest' })
  await using server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_GENERATOR: `compatible:any@${stub.url}`, ANSWERABLE_ANSWER_MAX_TOKENS: '40', ANSWERABLE_ANSWER_TEMPERATURE: '0.3' },
  })
  for (const max_tokens of [200, 20]) await post(server.url, '/ask', { question: 'What is the upload limit?', max_tokens })
  const asked = stub.requests.filter(({ path }) => path.endsWith('/chat/completions')).map(({ body }) => [body?.['max_tokens'], body?.['temperature']])
  assert.deepEqual(asked, [
    [40, 0.3],
    [20, 0.3],
  ])
})

test('where extractive stands last, the documents’ own sentences answer when no model does', async () => {
  using place = workplace(files)
  await using stub = await startStubModel({ mode: 'faulty', fault: { kind: 'status', status: 400 } })
  await using server = await serve([place.documents, '--data', place.data], { env: { ANSWERABLE_GENERATOR: `compatible:big@${stub.url}, extractive` } })
  const response = await post(server.url, '/ask', { question: 'What is the upload limit?' })
  const answer: Json = await response.json()
  assert.equal(response.status, 200, answer.detail)
  assert.match(answer.answer, /20 megabytes/)
  assert.equal(answer.model, 'extractive')
  assert.ok(
    stub.requests.some(({ path }) => path.endsWith('/chat/completions')),
    'the model was asked first',
  )
})

test('a task has a model and a limit of its own, and what it cannot do is told before it is asked', async () => {
  using place = workplace(files)
  const env = {
    OPENAI_API_KEY: 'sk-x',
    ANSWERABLE_GENERATOR: 'openai:gpt-4o-mini',
    ANSWERABLE_JUDGE_MODELS: 'openai:gpt-4-turbo',
    ANSWERABLE_JUDGE_MAX_TOKENS: '8000',
  }
  const { code, stdout } = await run(['doctor', '--data', place.data, '--json'], env)
  assert.equal(code, 0)
  const status: Json = JSON.parse(stdout)
  const live = Object.fromEntries(status.tasks.map((it: Json) => [it.task, it.live]))
  assert.deepEqual([live.answer, live.judge, live.creative], ['gpt-4o-mini', 'gpt-4-turbo', 'gpt-4o-mini'])
  assert.ok(status.advice.includes('judge: gpt-4-turbo writes 4096 tokens at most, ANSWERABLE_JUDGE_MAX_TOKENS is 8000.'))
})
