import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { put, post, serve, workplace } from '../support/program.ts'
import { postgresMissing, startPostgres } from '../support/postgres-server.ts'

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
