import assert from 'node:assert/strict'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { run, serve, workplace } from '../support/program.ts'

const files = { 'cats.md': '# Cats\n\nCats sleep sixteen hours a day.\n', 'dogs.md': '# Dogs\n\nDogs sleep twelve hours a day.\n' }

test('a folder is ingested and asked without a server, and only what changed is read again', async () => {
  using place = workplace(files)
  const first = await run(['ingest', place.documents, '--data', place.data, '--json'])
  assert.equal(first.code, 0, first.stderr)
  assert.deepEqual(pick(JSON.parse(first.stdout)), { added: 2, changed: 0, unchanged: 0, removed: 0 })

  writeFileSync(join(place.documents, 'dogs.md'), '# Dogs\n\nDogs sleep thirteen hours a day.\n')
  rmSync(join(place.documents, 'cats.md'))
  const second = await run(['ingest', place.documents, '--data', place.data, '--json'])
  assert.deepEqual(pick(JSON.parse(second.stdout)), { added: 0, changed: 1, unchanged: 0, removed: 1 })

  const asked = await run(['ask', 'How many hours do dogs sleep?', '--data', place.data, '--json'])
  assert.equal(asked.code, 0, asked.stderr)
  assert.match(JSON.parse(asked.stdout).answer, /thirteen/)
})

const pick = ({ added, changed, unchanged, removed }: Record<string, number>) => ({ added, changed, unchanged, removed })

test('commands talk to the server that owns the data, and a second server is told who does', async () => {
  using place = workplace(files)
  await using server = await serve([place.documents, '--data', place.data])
  const asked = await run(['ask', 'How', 'long', 'do', 'cats', 'sleep?', '--data', place.data])
  assert.equal(asked.code, 0, asked.stderr)
  assert.match(asked.stdout, /sixteen hours[\s\S]*cats\.md/)

  writeFileSync(join(place.documents, 'owls.md'), 'Owls hunt at night.\n')
  const ingested = await run(['ingest', place.documents, '--data', place.data, '--json'])
  assert.equal(JSON.parse(ingested.stdout).added, 1)
  const found = await fetch(`${server.url}/search`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"owls"}' })
  assert.match(await found.text(), /hunt at night/)

  const second = await run(['serve', '--port', '0', '--data', place.data])
  assert.equal(second.code, 1)
  assert.match(second.stderr, new RegExp(`process ${server.pid} at ${server.url}`))
})

test('the server stops in order when asked to, and its folder can be used at once', async () => {
  using place = workplace(files)
  const server = await serve([place.documents, '--data', place.data])
  assert.equal(await server.stop('SIGTERM'), 0)
  const listed = await run(['documents', 'list', '--data', place.data, '--json'])
  assert.equal(JSON.parse(listed.stdout).documents.length, 2)
})

const misuses: readonly [string, readonly string[], number, RegExp][] = [
  ['an unknown flag', ['ask', 'x', '--frobnicate'], 2, /frobnicate/],
  ['a question that is missing', ['ask'], 2, /question/i],
  ['a limit that is no number', ['search', 'x', '--limit', 'many'], 2, /whole number/],
  ['a folder that does not exist', ['serve', '/nowhere/at/all'], 1, /no folder/],
  ['a document id that is none', ['documents', 'get', 'abc'], 2, /document id/],
  ['a command that does not exist', ['frobnicate'], 2, /no command "frobnicate"/],
  ['a group of commands without the command', ['documents'], 2, /documents list, documents get/],
  ['records without saying what', ['records'], 2, /records connect/],
  ['records asked as nobody', ['records', 'ask', 'shop', 'where is it?'], 2, /As whom/],
  ['an address that only this machine reaches', ['ingest', 'http://127.0.0.1:9/'], 1, /ANSWERABLE_ALLOW_PRIVATE_ADDRESSES/],
  ['an address of another kind', ['ingest', 'ftp://example.org/a'], 2, /"ftp:\/\/example\.org\/a" is not read: only http and https addresses are/],
  ['a database of another kind', ['documents', 'list', '--database-url', 'mysql://user@127.0.0.1/x'], 2, /begins with mysql:\/\/, and only PostgreSQL/],
  ['a port that is none', ['serve', '--port', '99999'], 2, /port/i],
]
for (const [name, words, code, sentence] of misuses) {
  test(`${name} ends with exit code ${code} and one sentence`, async () => {
    using place = workplace({})
    const ran = await run([...words, '--data', place.data])
    assert.equal(ran.code, code, ran.stderr)
    assert.match(ran.stderr, sentence)
    assert.doesNotMatch(ran.stderr, /\n\s+at /, 'a stack trace is no sentence')
  })
}

test('an empty folder is valid and serves', async () => {
  using place = workplace({})
  await using server = await serve([place.documents, '--data', place.data])
  const response = await fetch(`${server.url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"question":"Anything?"}' })
  assert.equal(response.status, 200)
  assert.equal(((await response.json()) as { abstained: { reason: string } }).abstained.reason, 'nothing_relevant')
})

test('a data folder that cannot be one is told in a sentence', async () => {
  using place = workplace({ 'file.md': 'A file.' })
  const ran = await run(['documents', 'list', '--data', join(place.documents, 'file.md')])
  assert.equal(ran.code, 2)
  assert.match(ran.stderr, /cannot hold the data: it is a file\. Name another folder/)
})

test('a list that a filter leaves empty says so, and who removes a file’s document is told that it may come back', async () => {
  using place = workplace(files)
  await run(['ingest', place.documents, '--data', place.data])
  const none = await run(['documents', 'list', '--filter', 'parrot', '--data', place.data])
  assert.equal(none.stdout, 'No document whose source or title contains "parrot".\n')
  const [id] = (await run(['documents', 'list', '--filter', 'cats', '--data', place.data])).stdout.split(' ')
  const removed = await run(['documents', 'remove', id!, '--data', place.data])
  assert.match(removed.stdout, /^Removed\. .*the next ingest brings it back.*\.answerableignore/)
})

test('help is given for a command whose words are still missing', async () => {
  const ran = await run(['ask', '--help'])
  assert.equal(ran.code, 0)
  assert.match(ran.stdout, /--max-tokens/)
})

test('help says what exit codes tell, that of a command where they tell more than failure', async () => {
  assert.match((await run(['--help'])).stdout, /\nExit codes: 0 done, 1 failed, 2 wrong usage/)
  assert.match((await run(['eval', 'generate', '--help'])).stdout, /1 fewer \(what there is was written\) or failed/)
  assert.match((await run(['eval', 'run', '--help'])).stdout, /100 the gate is shut/)
})

test('with --json a failure too is one JSON document on stdout', async () => {
  using place = workplace({})
  const ran = await run(['documents', 'get', '01a2063b-8054-7c9d-b345-02638b0132bb', '--json', '--data', place.data])
  assert.equal(ran.code, 1)
  assert.equal(JSON.parse(ran.stdout).error.code, 'not_found')
})

test('a taken port is told before a database is made', async () => {
  using place = workplace({})
  await using server = await serve(['--data', place.data])
  const ran = await run(['serve', '--port', new URL(server.url).port, '--data', join(place.home, 'other')])
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /is taken by another program. Choose one with --port/)
  assert.ok(!existsSync(join(place.home, 'other', 'database')))
})
