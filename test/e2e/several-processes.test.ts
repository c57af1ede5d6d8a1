import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { post, put, run, serve, start, workplace } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const found = async (url: string, query: string): Promise<string[]> =>
  ((await (await post(url, '/search', { query, limit: 50 })).json()) as Json).passages.map(({ source }: Json) => source)

test(
  'servers that start together on an empty database bring the same folder in once, and each sees at once what another changed',
  { skip: postgresMissing },
  async () => {
    using place = workplace({ 'owls.md': '# Owls\n\nOwls hunt at night.\n', 'cats.md': '# Cats\n\nCats sleep by day.\n' })
    await using postgres = await startPostgres()
    const url = await postgres.createDatabase()
    await using standby = await postgres.standby()
    const replica = { DATABASE_READ_URL: standby.urlOf(url) }
    const kinds = [{}, { ANSWERABLE_SEARCH: 'pgvector' }, replica, { ...replica, ANSWERABLE_SEARCH: 'pgvector' }]
    const servers = await Promise.all(
      kinds.map((env, index) =>
        serve([place.documents, '--database-url', url, '--data', join(place.home, String(index))], { env: { ...env, ANSWERABLE_HANDBOOK: 'true' } }),
      ),
    )
    try {
      const { documents } = (await (await fetch(`${servers[0]!.url}/documents?collection=default`)).json()) as Json
      assert.deepEqual(documents.map(({ source }: Json) => source).sort(), ['cats.md', 'owls.md'])
      for (let round = 0; round < 16; round++) {
        // A lag of any length for half of the rounds.
        if (round === 8) await standby.pause()
        const writer = servers[round % servers.length]!
        const stored = (await (await put(writer.url, { source: `note-${round}`, text: `Wombat number ${round} digs.` })).json()) as Json
        for (const server of servers) assert.ok((await found(server.url, 'wombat')).includes(`note-${round}`), `round ${round}`)
        if (round % 2 === 0) continue
        await fetch(`${servers[(round + 1) % servers.length]!.url}/documents/${stored.document_id}`, { method: 'DELETE' })
        for (const server of servers) assert.ok(!(await found(server.url, 'wombat')).includes(`note-${round}`), `round ${round}: it is still found`)
      }
      const status = (await (await fetch(`${servers[2]!.url}/status`)).json()) as Json
      assert.match(status.advice.join('\n'), /Replica 127\.0\.0\.1:\d+\/test_1: It is \d+ bytes of log behind; the primary answers/)
      await standby.resume()
      await standby.stop()
      assert.equal((await found(servers[2]!.url, 'owls'))[0], 'owls.md')
      const later = (await (await fetch(`${servers[2]!.url}/status`)).json()) as Json
      assert.match(later.advice.join('\n'), /Replica 127\.0\.0\.1:\d+\/test_1: .*The primary answers/)
    } finally {
      await Promise.all(servers.map((server) => server.stop()))
    }
  },
)

test('a server that leaves work to others only queues it; a worker does it, and stops when it is told', { skip: postgresMissing }, async () => {
  using place = workplace({})
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await using server = await serve(['--no-jobs', '--database-url', url, '--data', join(place.home, 'serving')])
  const form = new FormData()
  form.append('files', new Blob(['Owls hunt at night.\n']), 'owls.md')
  const { job_id: id } = (await (await fetch(`${server.url}/documents`, { method: 'POST', body: form })).json()) as Json
  const state = async () => ((await (await fetch(`${server.url}/jobs/${id}`)).json()) as Json).state
  assert.equal(await state(), 'queued')
  await using worker = start(['worker', '--database-url', url, '--data', join(place.home, 'working')])
  while (['queued', 'running'].includes(await state())) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual([await state(), await found(server.url, 'owls')], ['done', ['owls.md']])
  assert.equal(await worker.stop(), 0, worker.said())
  assert.match(worker.said(), /Worker .* on 127\.0\.0\.1:\d+\/test_1/)
})

test('a worker without a server, and replicas without a primary, are refused with a sentence', async () => {
  using place = workplace({})
  const worker = await run(['worker', '--data', place.data])
  assert.deepEqual([worker.code, /name it in DATABASE_URL/.test(worker.stderr)], [2, true], worker.stderr)
  const replicas = await run(['doctor', '--data', place.data], { DATABASE_READ_URL: 'postgres://127.0.0.1/none' })
  assert.deepEqual([replicas.code, /Set DATABASE_URL to the primary/.test(replicas.stderr)], [2, true], replicas.stderr)
})
