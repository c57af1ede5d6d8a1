import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startEmbeddingsServer, type EmbeddingsServer } from '../support/embeddings-server.ts'
import { post, put, run, serve, workplace, type Server } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const settings = (embeddings: EmbeddingsServer, model: string) => ({
  env: {
    ANSWERABLE_EMBEDDER: 'openai',
    ANSWERABLE_EMBEDDER_BASE_URL: embeddings.baseUrl,
    ANSWERABLE_EMBEDDER_MODEL: model,
    ANSWERABLE_EMBEDDER_API_KEY: 'key-of-the-test',
  },
})

const putBooks = async (server: Server, from: number, to: number): Promise<void> => {
  for (let number = from; number < to; number++)
    assert.equal(
      ((await (await put(server.url, { source: `${number}.md`, text: `# Book ${number}\n\nThe book ${number} speaks of owls.\n` })).json()) as Json).embedded,
      true,
    )
}

const status = async ({ url }: Server): Promise<Json> => (await fetch(`${url}/embedding`)).json()
const collectionOf = (it: Json): Json => it.collections.find(({ collection }: Json) => collection === 'default')

/** Ranked by meaning: every chunk has its place among the vectors. */
const vectorRanks = async ({ url }: Server): Promise<(number | null)[]> =>
  ((await (await post(url, '/search', { query: 'speaks of owls', limit: 20 })).json()) as Json).passages
    .map(({ ranks }: Json) => ranks.vector)
    .sort((a: number, b: number) => a - b)

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

const untilSearchedWith = async (server: Server, name: string): Promise<Json> => {
  for (;;) {
    const now = await status(server)
    if (collectionOf(now).active_model.startsWith(name)) return now
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('another model in the settings: the old vectors serve until the change was confirmed and made; then back, and the old ones dropped', async () => {
  using place = workplace({})
  await using embeddings = await startEmbeddingsServer()
  {
    await using server = await serve(['--data', place.data], settings(embeddings, 'narrow'))
    await putBooks(server, 0, 6)
    assert.deepEqual(await vectorRanks(server), upTo(6))
  }
  embeddings.asked.length = 0
  await using server = await serve(['--data', place.data], settings(embeddings, 'very-wide'))
  const waiting = await status(server)
  assert.match(collectionOf(waiting).active_model, /^narrow@/)
  assert.match(waiting.advice.join(' '), /the settings ask for very-wide@.*embedding change/)
  assert.deepEqual(await vectorRanks(server), upTo(6), 'searched with the old model')
  await putBooks(server, 6, 8)
  assert.deepEqual(await vectorRanks(server), upTo(8), 'new documents get the vectors that are searched')

  const plan: Json = await (await post(server.url, '/embedding/change', {})).json()
  assert.equal(plan.needs_confirmation, true)
  assert.deepEqual([plan.plan.to_embed, plan.plan.dimensions, plan.plan.local, plan.plan.seconds, plan.plan.cost_usd], [8, 32, false, null, null])
  assert.ok(plan.plan.tokens > 8 && plan.plan.disk_bytes > 8 * 32 * 4)
  const sent = embeddings.asked.filter(({ model }) => model === 'very-wide').flatMap(({ input }) => input)
  assert.deepEqual([...new Set(sent)], ['a'], 'no document was sent to the new model before it was confirmed')

  await post(server.url, '/embedding/change', { confirm: true })
  const changed = await untilSearchedWith(server, 'very-wide')
  assert.match(collectionOf(changed).previous_model, /^narrow@/)
  assert.deepEqual(await vectorRanks(server), upTo(8))

  await putBooks(server, 8, 9)
  await post(server.url, '/embedding/rollback', {})
  await untilSearchedWith(server, 'narrow')
  assert.deepEqual(await vectorRanks(server), upTo(9), 'what came since is embedded before going back')
  assert.match((await status(server)).advice.join(' '), /as chosen/)

  assert.equal(((await (await post(server.url, '/embedding/drop-old', {})).json()) as Json).needs_confirmation, true)
  assert.equal(((await (await post(server.url, '/embedding/drop-old', { confirm: true })).json()) as Json).dropped, 9)
  assert.equal((await post(server.url, '/embedding/rollback', {})).status, 409)
  assert.deepEqual(await vectorRanks(server), upTo(9))
})

test('a choice other than the settings stands after a restart; the server of the old vectors is asked on, without the key of another one', async () => {
  using place = workplace({})
  await using embeddings = await startEmbeddingsServer()
  const env = settings(embeddings, 'narrow')
  {
    await using server = await serve(['--data', place.data], env)
    await putBooks(server, 0, 3)
    await run(['embedding', 'change', 'openai:very-wide', '--yes', '--data', place.data], env.env)
    await untilSearchedWith(server, 'very-wide')
  }
  {
    await using again = await serve(['--data', place.data], env)
    assert.match(collectionOf(await status(again)).active_model, /^very-wide@/)
    assert.deepEqual(await vectorRanks(again), upTo(3))
  }
  await using other = await startEmbeddingsServer()
  embeddings.asked.length = 0
  await using elsewhere = await serve(['--data', place.data], { env: { ...env.env, ANSWERABLE_EMBEDDER_BASE_URL: other.baseUrl } })
  assert.deepEqual(await vectorRanks(elsewhere), upTo(3), 'the old server is still asked for questions')
  assert.deepEqual([...new Set(embeddings.asked.map(({ key }) => key))], [undefined], 'and is not told the key of the new one')
})
