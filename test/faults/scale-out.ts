/**
 * Two servers and two workers on one PostgreSQL, killed at random while files come in: every file becomes a document exactly once, the same to
 * the letter as without a crash. `node scale-out.ts 20`
 */
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { onServer, startPostgres } from '../support/postgres-server.ts'
import { serve, start, workplace, type Running, type Server } from '../support/program.ts'
import { asScript } from './process.ts'

const filesPerUpload = 6

export const killAtRandom = async (kills: number): Promise<string> => {
  await using postgres = await startPostgres()
  const disturbed = await postgres.createDatabase()
  const calm = await postgres.createDatabase()
  const uploads = Math.max(6, kills)
  await ingestWith(disturbed, uploads, kills)
  await ingestWith(calm, uploads, 0)
  const documents = await documentsIn(calm)
  assert.equal(documents.length, uploads * filesPerUpload)
  assert.deepEqual(await documentsIn(disturbed), documents)
  const [left] = await onServer(
    disturbed,
    'select (select count(*)::int from answerable.upload_part) as parts, (select count(*)::int from answerable.job) as jobs',
  )
  assert.deepEqual(left, { parts: 0, jobs: uploads }, 'bytes of uploads are left, or a job is there twice')
  return `${kills} processes killed: ${documents.length} documents of ${uploads} uploads, each once, the same as without a crash`
}

const ingestWith = async (url: string, uploads: number, kills: number): Promise<void> => {
  using places = workplace({})
  // Two machines: they share nothing but the database.
  const serveOne = (index: number): Promise<Server> => serve(['--no-jobs', '--database-url', url, '--data', `${places.data}-${index}`])
  const workOne = (index: number): Running => start(['worker', '--database-url', url, '--data', `${places.data}-worker-${index}`])
  const servers = await Promise.all([0, 1].map(serveOne))
  const workers = [0, 1].map(workOne)
  try {
    const killEvery = kills > 0 ? Math.ceil(uploads / kills) : Infinity
    for (let upload = 0; upload < uploads; upload++) {
      await send(servers[upload % 2]!.url, upload)
      if (upload % killEvery !== 0) continue
      await untilOneRuns(url)
      const victim = upload % 4
      if (victim === 3) {
        await servers[1]!.stop('SIGKILL')
        servers[1] = await serveOne(1)
      } else {
        await workers[victim % 2]!.stop('SIGKILL')
        workers[victim % 2] = workOne(victim % 2)
      }
      // As if the half minute of their leases were over; whoever still works on one has lost it, and must notice.
      await onServer(url, `update answerable.job set lease_until = now() - interval '1 second', attempts = 1 where state = 'running'`)
    }
    await untilDone(url)
  } finally {
    await Promise.all([...servers, ...workers].map((it) => it.stop('SIGKILL')))
  }
}

const textOf = (upload: number, file: number): string =>
  `# Part ${upload}-${file}\n\n${Array.from({ length: 12 }, (_, paragraph) => `Paragraph ${paragraph} of part ${upload}-${file} 😀. ${'It says so. '.repeat(20)}`).join('\n\n')}\n`

const send = async (server: string, upload: number): Promise<void> => {
  const form = new FormData()
  for (let file = 0; file < filesPerUpload; file++) form.append('files', new Blob([textOf(upload, file)]), `part-${upload}-${file}.md`)
  const response = await fetch(`${server}/documents`, { method: 'POST', body: form })
  assert.equal(response.status, 202, await response.text())
}

const untilOneRuns = async (url: string): Promise<void> => {
  for (let tries = 0; tries < 400; tries++) {
    const [row] = await onServer(
      url,
      `select count(*) filter (where state = 'running')::int as running, count(*) filter (where state = 'queued')::int as queued from answerable.job`,
    )
    if (Number(row!['running']) > 0 || Number(row!['queued']) === 0) return
    await delay(10)
  }
}

const untilDone = async (url: string): Promise<void> => {
  for (const until = Date.now() + 180_000; Date.now() < until; await delay(100)) {
    const rows = await onServer(url, `select state, error from answerable.job where state <> 'done'`)
    const failed = rows.find(({ state }) => state === 'failed')
    assert.equal(failed, undefined, `a job failed: ${String(failed?.['error'])}`)
    if (rows.length === 0) return
  }
  assert.fail('The jobs were not done within three minutes.')
}

/** What a reader can tell apart: names, texts and cuts, without the ids that are made anew in each database. */
const documentsIn = (url: string): Promise<Record<string, unknown>[]> =>
  onServer(
    url,
    `select source, title, version, (select text from answerable.document_version v where v.document_id = d.id and v.version = d.version) as text,
       (select jsonb_agg(jsonb_build_array(ordinal, start_offset, end_offset, heading_path, tokens) order by ordinal) from answerable.chunk c where c.document_id = d.id) as chunks,
       (select count(*)::int from answerable.document_version v where v.document_id = d.id) as versions
     from answerable.document d where collection = 'default' order by source`,
  )

await asScript(import.meta.url, killAtRandom, 20)
