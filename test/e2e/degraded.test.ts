import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startEmbeddingsServer } from '../support/embeddings-server.ts'
import { post, run, serve, workplace } from '../support/program.ts'
import { startStubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const files = { 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n' }
const question = 'What is the upload limit?'

test('when the model is down the documents’ own sentences answer, say so, and stop asking it', async () => {
  using place = workplace(files)
  await using stub = await startStubModel({ fault: { kind: 'status', status: 400 } })
  await using server = await serve([place.documents, '--data', place.data], { env: { ANSWERABLE_GENERATOR: 'auto', OPENAI_BASE_URL: stub.url } })
  const calls = (): number => stub.requests.filter(({ path }) => path.endsWith('/chat/completions')).length

  for (let i = 0; i < 5; i++) {
    const answer: Json = await (await post(server.url, '/ask', { question: `${question} ${'?'.repeat(i)}` })).json()
    assert.match(answer.answer, /20 megabytes/)
    assert.equal(answer.model, 'extractive')
    assert.deepEqual(
      answer.degraded.map((it: Json) => it.part),
      ['model'],
    )
    assert.match(answer.degraded[0].message, /^The documents' own sentences answer, because no model did\. .*400/)
  }
  assert.equal(calls(), 3, 'an open breaker is not asked while something else answers')
})

test('what goes well says nothing of it, and the command line tells what did not on stderr', async () => {
  using place = workplace(files)
  await using stub = await startStubModel()
  await using server = await serve([place.documents, '--data', place.data], { env: { ANSWERABLE_GENERATOR: 'auto', OPENAI_BASE_URL: stub.url } })
  const answer: Json = await (await post(server.url, '/ask', { question })).json()
  assert.ok(!('degraded' in answer))
  stub.set({ fault: { kind: 'status', status: 400 } })
  const { stdout, stderr } = await run(['ask', `${question} Say it again.`, '--data', place.data])
  assert.match(stdout, /20 megabytes/)
  assert.match(stderr, /own sentences answer, because no model did/)
})

test('when the embedder is down words alone find the passages, and the answer says so', async () => {
  using place = workplace(files)
  const embeddings = await startEmbeddingsServer()
  await using server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_EMBEDDER: 'openai', ANSWERABLE_EMBEDDER_BASE_URL: embeddings.url },
  })
  const ask = async (text: string): Promise<Json> => (await post(server.url, '/ask', { question: text })).json()
  const before = await ask(question)
  assert.ok(!('degraded' in before))
  await embeddings[Symbol.asyncDispose]()
  for (let i = 1; i < 6; i++) {
    const after = await ask(`${question} ${'?'.repeat(i)}`)
    assert.match(after.answer, /20 megabytes/)
    assert.deepEqual(
      after.degraded.map((it: Json) => it.part),
      ['embedder'],
    )
    assert.match(after.degraded[0].message, /found by their words alone/)
  }
})
