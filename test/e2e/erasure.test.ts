import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { newTraceId } from '../../src/base/id.ts'
import { post, put, run, serve, workplace } from '../support/program.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const withCache = { env: { ANSWERABLE_ANSWER_CACHE: 'semantic' } }

/** 40 characters that no compression shortens and that stand nowhere else. */
const newMarker = (): string => `m${newTraceId()}${newTraceId().slice(0, 7)}`

const marked = (marker: string): string => `# The lighthouse\n\nThe lighthouse keeper of Norrholm writes ${marker} into the logbook every evening.\n`

const filesHolding = (folder: string, marker: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(marker))

const countsOf = (check: Json): Record<string, number> => Object.fromEntries(check.places.map(({ place, count }: Json) => [place, count]))

const ask = async (url: string): Promise<Json> =>
  (await post(url, '/ask', { question: 'What does the lighthouse keeper of Norrholm write into the logbook?' })).json()

test('a removed document is gone from every table, the journal and memory, and after a purge from the files on the disk', async () => {
  using place = workplace({ 'cats.md': '# Cats\n\nCats sleep a lot.\n' })
  const marker = newMarker()
  await using server = await serve([place.documents, '--data', place.data], withCache)
  const { document_id }: Json = await (await put(server.url, { source: 'lighthouse.md', text: marked(marker) })).json()
  const check = async (): Promise<Json> => (await post(server.url, '/erasure/check', { document: document_id, text: marker })).json()

  const answer = await ask(server.url)
  assert.match(answer.answer, new RegExp(marker))
  const before = await check()
  assert.equal(before.clean, false)
  for (const name of [
    'documents',
    'chunks',
    'journal, answers made from it',
    'journal, answers',
    'answers kept to be given again',
    'answers kept to be given again, their texts',
    'search index in memory',
    'texts in memory',
    'text of documents',
  ])
    assert.ok(countsOf(before)[name]! > 0, `${name} was seen before the removal`)

  assert.equal((await fetch(`${server.url}/documents/${document_id}`, { method: 'DELETE' })).status, 204)
  const after = await check()
  for (const [name, count] of Object.entries(countsOf(after))) if (!name.startsWith('on the disk')) assert.equal(count, 0, name)
  const trace: Json = await (await fetch(`${server.url}/traces/${answer.trace_id}`)).json()
  assert.equal(trace.answer, '[removed with its document]')
  assert.equal(trace.model, answer.model)
  assert.ok(!JSON.stringify(trace).includes(marker) && !JSON.stringify(trace).includes('lighthouse.md'))

  assert.ok(filesHolding(join(place.data, 'database'), marker).length > 0, 'deleted rows leave their bytes at first')
  assert.equal(after.clean, false)
  assert.equal((await post(server.url, '/erasure/purge', { confirm: true })).status, 200)
  assert.deepEqual(filesHolding(place.data, marker), [])
  assert.equal((await check()).clean, true)
  assert.match((await ask(server.url)).answer, /^(?!.*Norrholm writes)/)

  const kept = await run(['erasure', 'check', 'cats.md', '--data', place.data])
  assert.deepEqual([kept.code, /Something of it is left/.test(kept.stdout)], [1, true])
  const gone = await run(['erasure', 'check', document_id, '--text', marker, '--data', place.data])
  assert.deepEqual([gone.code, /Nothing of it is left/.test(gone.stdout)], [0, true], gone.stdout + gone.stderr)
})

test('what was never seen proves nothing; the id of a removed document does, and so does its text', async () => {
  using place = workplace({ 'cats.md': '# Cats\n\nCats sleep a lot.\n' })
  const checked = (...words: string[]) => run(['erasure', 'check', ...words, '--data', place.data])
  await run(['ingest', place.documents, '--data', place.data])
  for (const unknown of ['foo', '01a2063b-8054-7c9d-b345-02638b0132bb']) {
    const { code, stdout } = await checked(unknown)
    assert.deepEqual([code, /No document of this id or name is known here.*"answerable documents list"/.test(stdout)], [1, true], stdout)
  }
  assert.equal((await checked('foo', '--text', newMarker())).code, 0)
  const [id] = (await run(['documents', 'list', '--data', place.data])).stdout.split(' ')
  await run(['documents', 'remove', id!, '--data', place.data])
  const { code, stdout } = await checked(id!)
  assert.deepEqual([code, /Nothing of it is left/.test(stdout)], [0, true], stdout)
})

test('what a sync removes and what an upload brought in is forgotten likewise; jobs forget its name', async () => {
  using place = workplace({})
  const marker = newMarker()
  await using server = await serve([place.documents, '--data', place.data], withCache)
  const form = new FormData()
  form.append('files', new Blob([marked(marker)]), 'lighthouse.md')
  const { job_id }: Json = await (await fetch(`${server.url}/documents`, { method: 'POST', body: form })).json()
  let job: Json
  do job = await (await fetch(`${server.url}/jobs/${job_id}`)).json()
  while (job.state === 'queued' || job.state === 'running')
  const [{ document_id }] = job.progress.documents
  await ask(server.url)
  await fetch(`${server.url}/documents/${document_id}`, { method: 'DELETE' })
  for (const document of [document_id, 'lighthouse.md']) {
    const check: Json = await (await post(server.url, '/erasure/check', { document })).json()
    assert.deepEqual(
      check.places.filter(({ count }: Json) => count > 0),
      [],
    )
    assert.equal(check.clean, true)
  }
})

test('on a server, an answer that is written while its document is removed keeps none of its words', { skip: postgresMissing }, async () => {
  using place = workplace({})
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await using server = await serve(['--database-url', url], { env: { ...withCache.env, ANSWERABLE_HOME: place.data } })
  for (let round = 0; round < 5; round++) {
    const marker = newMarker()
    const { document_id }: Json = await (await put(server.url, { source: 'lighthouse.md', text: marked(marker) })).json()
    const asking = Promise.all([ask(server.url), ask(server.url), ask(server.url)])
    await new Promise((resolve) => setTimeout(resolve, round * 10))
    await fetch(`${server.url}/documents/${document_id}`, { method: 'DELETE' })
    await asking
    const check: Json = await (await post(server.url, '/erasure/check', { document: document_id, text: marker })).json()
    assert.deepEqual(
      check.places.filter(({ count }: Json) => count > 0),
      [],
    )
  }
  assert.equal((await post(server.url, '/erasure/purge', { confirm: true })).status, 200)
})
