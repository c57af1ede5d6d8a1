/** Folders that change while the program runs: real files, real processes. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { post, run, serve, start, workplace } from '../support/program.ts'
import { startSite } from '../support/site.ts'

/** Asks until the answer is as it should be. It gives up before the test does, so that what was started is stopped. */
const eventually = async (holds: () => Promise<boolean>): Promise<void> => {
  for (const until = Date.now() + 90_000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (Date.now() > until) throw new Error('It never came to be.')
  }
}

const search = async (url: string, query: string): Promise<string> => (await post(url, '/search', { query, limit: 3 })).text()

const syncs = (running: { said(): string }): string[] => running.said().match(/^.*\d+ added, .*$/gm) ?? []

const limit = { timeout: 120_000 }

test('a server that watches finds what was saved, moved, renamed over and removed', limit, async () => {
  using place = workplace({ 'a.md': 'Owls hunt at night.\n' })
  await using server = await serve([place.documents, '--data', place.data, '--watch'])
  await eventually(async () => server.said().includes('Ready'))

  writeFileSync(join(place.documents, 'b.md'), 'Badgers dig at dusk.\n')
  await eventually(async () => (await search(server.url, 'badgers')).includes('dig at dusk'))

  // As editors save: a temporary file takes the name of the old one.
  writeFileSync(join(place.documents, '.b.md.tmp'), 'Badgers sleep at noon.\n')
  renameSync(join(place.documents, '.b.md.tmp'), join(place.documents, 'b.md'))
  await eventually(async () => (await search(server.url, 'badgers')).includes('sleep at noon'))

  mkdirSync(join(place.documents, 'deep/er'), { recursive: true })
  renameSync(join(place.documents, 'b.md'), join(place.documents, 'deep/er/b.md'))
  await eventually(async () => (await search(server.url, 'badgers')).includes('"source":"deep/er/b.md"'))

  rmSync(join(place.documents, 'deep'), { recursive: true })
  await eventually(async () => !(await search(server.url, 'badgers')).includes('noon'))
  assert.match(await search(server.url, 'owls'), /hunt at night/)
  assert.equal(await server.stop('SIGINT'), 130)
})

test('a thousand files that change together are few syncs, and each is found', limit, async () => {
  using place = workplace({ 'a.md': 'Owls hunt at night.\n' })
  await using server = await serve([place.documents, '--data', place.data, '--watch'])
  await eventually(async () => server.said().includes('Ready'))
  const before = syncs(server).length
  for (let index = 0; index < 1000; index++) writeFileSync(join(place.documents, `page-${index}.md`), `Marker${index} stands here.\n`)
  await eventually(async () => (await search(server.url, 'Marker999')).includes('Marker999') && (await search(server.url, 'Marker0')).includes('Marker0 '))
  // One, or a few where the machine is busy; never one for each file.
  assert.ok(syncs(server).length - before <= 20, server.said())
})

test('the ingest command watches without keeping the data from others, and Ctrl-C ends it', limit, async () => {
  using place = workplace({ 'a.md': 'Owls hunt at night.\n' })
  await using watching = start(['ingest', place.documents, '--watch', '--data', place.data])
  await eventually(async () => syncs(watching).length === 1)
  writeFileSync(join(place.documents, 'b.md'), 'Badgers dig at dusk.\n')
  await eventually(async () => syncs(watching).length === 2)
  const asked = await run(['search', 'badgers', '--data', place.data])
  assert.match(asked.stdout, /dig at dusk/)

  // Now a server takes the folder: the command goes on through it.
  await using server = await serve(['--data', place.data])
  writeFileSync(join(place.documents, 'c.md'), 'Cranes dance in spring.\n')
  await eventually(async () => (await search(server.url, 'cranes')).includes('dance in spring'))

  assert.equal(await watching.stop('SIGINT'), 130)
  assert.doesNotMatch(watching.said(), /wrong|Error|stack/)
})

test('a folder that is gone for a while removes nothing and is found again', limit, async () => {
  using place = workplace({ 'a.md': 'Owls hunt at night.\n' })
  await using server = await serve([place.documents, '--data', place.data, '--watch'])
  await eventually(async () => server.said().includes('Ready'))
  renameSync(place.documents, `${place.documents}-away`)
  await eventually(async () => server.said().includes('Nothing was removed'))
  assert.match(await search(server.url, 'owls'), /hunt at night/)
  writeFileSync(join(`${place.documents}-away`, 'b.md'), 'Badgers dig at dusk.\n')
  renameSync(`${place.documents}-away`, place.documents)
  await eventually(async () => (await search(server.url, 'badgers')).includes('dig at dusk'))
})

test('a system that watches no more folders has them looked at instead, and says so', limit, async (context) => {
  const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`d${index}/a.md`, `Text ${index}.\n`]))
  using place = workplace({ ...files })
  // In a user namespace of its own a process may have a smaller limit than the system.
  const few = `echo 5 > /proc/sys/user/max_inotify_watches && exec "$@"`
  const command = ['unshare', '--user', '--map-root-user', 'sh', '-c', few, 'sh']
  const probe = spawn(command[0]!, [...command.slice(1), 'true'])
  const [code] = (await once(probe, 'exit').catch(() => [1])) as [number]
  if (code !== 0) return context.skip('this system lets nobody make a user namespace')
  await using watching = start(['ingest', place.documents, '--watch', '--data', place.data], { command })
  await eventually(async () => watching.said().includes('watches no more folders'))
  await eventually(async () => syncs(watching).length >= 1)
  writeFileSync(join(place.documents, 'd11/b.md'), 'Badgers dig at dusk.\n')
  await eventually(async () => /1 added/.test(syncs(watching).at(-1) ?? ''))
  assert.equal(await watching.stop('SIGINT'), 130)
})

test('a watched site is asked again after its interval', limit, async () => {
  using place = workplace({})
  await using site = await startSite({ '/': '<main><h1>Owls</h1><p>Owls hunt at night.</p></main>' })
  const env = { ANSWERABLE_ALLOW_PRIVATE_ADDRESSES: '127.0.0.1', ANSWERABLE_CRAWL_DELAY_MS: '0' }
  await using watching = start(['ingest', site.url, '--watch', '--recheck-seconds', '1', '--data', place.data], { env })
  await eventually(async () => syncs(watching).length === 1)
  site.pages.set('/', '<main><h1>Owls</h1><p>Owls hunt by day as well.</p></main>')
  await eventually(async () => syncs(watching).length === 2)
  assert.match(syncs(watching)[1]!, /1 changed/)
  const refused = await run(['ingest', site.url, '--watch', '--json', '--data', place.data], env)
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /Use one of them/)
})
