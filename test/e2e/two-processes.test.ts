import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { put, post, run, serve, start, workplace } from '../support/program.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'
import { startStubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

test(
  'two processes on one server: each finds at once what the other stored, and uploads are read where their files lie',
  { skip: postgresMissing },
  async () => {
    using place = workplace({})
    await using postgres = await startPostgres()
    const url = await postgres.createDatabase()
    const start = (name: string) => serve(['--database-url', url], { env: { ANSWERABLE_HOME: join(place.home, name) } })
    await using first = await start('first')
    await using second = await start('second')

    await put(first.url, { source: 'owls', text: 'Owls hunt at night.' })
    assert.match(await (await post(second.url, '/search', { query: 'owls' })).text(), /hunt at night/)

    const jobs: string[] = []
    for (let index = 0; index < 6; index++) {
      const form = new FormData()
      form.append('files', new Blob([`Page ${index} speaks of cats.\n`]), `page-${index}.md`)
      jobs.push(((await (await fetch(`${first.url}/documents`, { method: 'POST', body: form })).json()) as Json).job_id)
    }
    for (const id of jobs) {
      let job: Json
      do {
        await new Promise((resolve) => setTimeout(resolve, 50))
        job = await (await fetch(`${second.url}/jobs/${id}`)).json()
      } while (job.state === 'queued' || job.state === 'running')
      assert.deepEqual([job.kind, job.state, job.progress.failed], ['upload', 'done', []])
    }
  },
)

test(
  'two processes on one server: a suite that one of them runs is refused to the other, and no question is paid twice',
  { skip: postgresMissing },
  async () => {
    using place = workplace({ 'owls.md': 'Owls hunt at night.\n' })
    await using postgres = await startPostgres()
    const stub = await startStubModel()
    try {
      const suite = join(place.home, 'owls.yaml')
      writeFileSync(suite, 'name: owls\ndocuments: documents\ncases:\n  - { question: When do owls hunt?, answers: night }\n')
      const words = ['eval', 'run', suite, '--json', '--database-url', await postgres.createDatabase()]
      const env = (name: string) => ({
        ANSWERABLE_HOME: join(place.home, name),
        ANSWERABLE_GENERATOR: `compatible:writer@${stub.url}`,
        ANSWERABLE_PRICES: 'writer=1/1',
      })
      const asked = () => stub.requests.filter(({ path }) => path.endsWith('completions')).length
      stub.set({ firstTokenMs: 20_000 })
      await using first = start(words, { env: env('first') })
      while (asked() === 0) await new Promise((resolve) => setTimeout(resolve, 50))
      const second = await run([...words, '--fresh'], env('second'))
      assert.deepEqual([second.code, asked()], [1, 1])
      assert.match(JSON.parse(second.stdout).error.detail, /The suite "owls" is being run already/)
      await first.stop('SIGINT')

      stub.set({})
      const third = await run(words, env('second'))
      assert.deepEqual([third.code, JSON.parse(third.stdout).state], [0, 'complete'], third.stderr)
    } finally {
      await stub.close()
    }
  },
)
