/** Sites over HTTP and at start: jobs that survive a kill, refusals that reach nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { post, run, serve, workplace, type Server } from '../support/program.ts'
import { startSite } from '../support/site.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const allowed = { ANSWERABLE_ALLOW_PRIVATE_ADDRESSES: '127.0.0.1', ANSWERABLE_CRAWL_DELAY_MS: '0' }
const limit = { timeout: 120_000 }

const ingest = async ({ url }: Server, body: unknown): Promise<{ status: number; body: Json }> => {
  const response = await post(url, '/ingest', body)
  return { status: response.status, body: await response.json() }
}

/** Looks at the job until it is as it should be. It gives up before the test does, so that what was started is stopped. */
const jobUntil = async ({ url }: Pick<Server, 'url'>, id: string, holds: (job: Json) => boolean): Promise<Json> => {
  for (const until = Date.now() + 90_000; ;) {
    if (Date.now() > until) throw new Error('The job never came to be so.')
    const job = (await (await fetch(`${url}/jobs/${id}`)).json()) as Json
    if (holds(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const isOver = ({ state }: Json): boolean => state === 'done' || state === 'failed'

const page = (name: string, links: readonly string[]): string =>
  `<title>${name} | Book</title><nav>${links.map((href) => `<a href="${href}">${href}</a>`).join('')}</nav><main><h1>${name}</h1><p>Marker${name} stands here.</p></main>`

const chain = (count: number): Record<string, string> =>
  Object.fromEntries([
    ['/book/', page('Start', ['p0.html', 'gone.html'])],
    ...Array.from({ length: count }, (_, index) => [`/book/p${index}.html`, page(`P${index}`, [`p${index + 1}.html`])]),
  ])

test('POST /ingest reads a site in a job, which tells counts, the page under way and what failed', limit, async () => {
  using place = workplace({})
  await using site = await startSite(chain(5))
  await using server = await serve(['--data', place.data], { env: allowed })
  const { status, body } = await ingest(server, { url: `${site.url}/book/` })
  assert.equal(status, 202)
  const job = await jobUntil(server, body.job_id, isOver)
  assert.deepEqual([job.kind, job.state, job.progress.added, job.progress.failed.length], ['site', 'done', 6, 2])
  assert.match(job.progress.failed[0].reason, /There is no such page \(404\)\. .*\/book\/ links to it\./)
  assert.match(await (await post(server.url, '/search', { query: 'MarkerP4' })).text(), /p4\.html/)

  const again = await ingest(server, { url: `${site.url}/book/`, max_pages: 2 })
  const second = await jobUntil(server, again.body.job_id, isOver)
  assert.deepEqual([second.progress.unchanged, second.progress.removed], [2, 0])
  assert.match(JSON.stringify(second.progress.notes), /at most 2 were asked for/)
})

test('a job whose server was killed goes on with the next one, and asks for no page twice that it had stored', limit, async () => {
  using place = workplace({})
  await using site = await startSite(chain(30), { etags: false })
  const words = ['--data', place.data]
  const slowly = { ...allowed, ANSWERABLE_CRAWL_DELAY_MS: '150' }
  const first = await serve(words, { env: slowly })
  const { body } = await ingest(first, { url: `${site.url}/book/` })
  const seen = await jobUntil(first, body.job_id, ({ progress }) => (progress.added ?? 0) >= 3)
  assert.match(seen.progress.current, /\/book\/p\d+\.html$/)
  await first.stop('SIGKILL')
  const asked = site.requests.map(({ path }) => path).filter((path) => /\/p\d/.test(path))
  site.requests.length = 0

  await using second = await serve(words, { env: allowed })
  const job = await jobUntil(second, body.job_id, isOver)
  assert.deepEqual([job.state, job.progress.added, job.progress.unchanged], ['done', 31, 0])
  // The page that was on its way when the server died is asked for once more.
  const twice = site.requests.filter(({ path }) => asked.includes(path))
  assert.ok(twice.length <= 2, `${twice.map(({ path }) => path).join(', ')} of ${asked.length} were asked for again`)
})

test('addresses that must not be read are refused by a sentence, in the answer or in the job, and nothing connects', limit, async () => {
  await using secret = await startSite({ '/': 'Secret.' })
  const { port } = new URL(secret.url)
  using place = workplace({ 'a.md': 'Owls hunt at night.\n' })
  await using server = await serve(['--data', place.data])

  const rows: [unknown, RegExp][] = [
    [{ url: '/etc/passwd' }, /must begin with https:\/\/ or http:\/\//],
    [{ url: 'file:///etc/passwd' }, /must begin with https:\/\/ or http:\/\//],
    [{ url: 'ftp://example.org/' }, /must begin with https:\/\/ or http:\/\//],
    [{ url: `http://user:password@127.0.0.1:${port}/` }, /which are never sent/],
    [{ url: 'https://' }, /is no web address/],
    [{ url: `https://example.org/${'a'.repeat(3000)}` }, /at most 2,048 characters/],
    [{ url: 'https://example.org/', paths: ['/etc'] }, /paths/],
    [{ url: 'https://example.org/', max_pages: 0 }, /max_pages/],
    [{}, /url/],
  ]
  for (const [input, sentence] of rows) {
    const { status, body } = await ingest(server, input)
    assert.deepEqual([status, body.code], [422, 'invalid'], JSON.stringify(input))
    assert.match(body.detail, sentence)
  }
  for (const host of ['127.0.0.1', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]']) {
    const { body } = await ingest(server, { url: `http://${host}:${port}/` })
    const job = await jobUntil(server, body.job_id, isOver)
    assert.equal(job.state, 'failed')
    assert.match(job.error, /this machine itself, and is not read\. If you mean it, set ANSWERABLE_ALLOW_PRIVATE_ADDRESSES=127\.0\.0\.1\./)
  }
  const asCommand = await run(['ingest', `http://127.0.0.1:${port}/`, '--data', place.data, '--json'])
  assert.equal(asCommand.code, 1)
  assert.equal((JSON.parse(asCommand.stdout) as Json).error.code, 'forbidden')
  assert.equal(secret.connections(), 0)
})

test('a server may be started with a site beside a folder: the first time it waits for it, later it looks at it again behind', limit, async () => {
  using place = workplace({ 'a.md': 'Owls hunt at night.\n' })
  await using site = await startSite(chain(3))
  const words = [`${site.url}/book/`, place.documents, '--data', place.data]
  const found = async ({ url }: Server): Promise<string> => (await post(url, '/search', { query: 'MarkerP2 owls', limit: 5 })).text()

  const first = await serve(words, { env: allowed })
  assert.match(await found(first), /MarkerP2/)
  assert.match(await found(first), /hunt at night/)
  await first.stop()
  site.pages.set('/book/p2.html', page('P2', []).replace('stands here', 'has moved'))
  await using second = await serve(words, { env: allowed })
  for (const until = Date.now() + 60_000; !(await found(second)).includes('has moved'); await new Promise((resolve) => setTimeout(resolve, 50)))
    assert.ok(Date.now() < until, 'the site was never looked at again')

  await site[Symbol.asyncDispose]()
  await second.stop()
  await using third = await serve(words, { env: allowed })
  assert.match(await found(third), /has moved/)
})
