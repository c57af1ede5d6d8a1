/**
 * kill -9 of the whole server at a random moment while it reads a folder, takes texts over HTTP and works off uploads.
 * What it acknowledged must be there after the next start: texts whole, uploads finished, and the folder in step in the end.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { put, serve, workplace, type Server } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

interface Acknowledged {
  readonly texts: Map<string, { text: string; version: string; documentId: string }>
  readonly uploads: Map<string, string>
  readonly puts: { count: number }
}

/** Counted in acknowledgements, not in time, so that a busy machine tests as much as a quiet one; some lives end before the first. */
const mostAcknowledged = 6
const longestLifeMs = 15_000

/** Gives a sentence with the counts; fails at the first loss. */
export const killServerRepeatedly = async (count: number, report: (line: string) => void = () => {}): Promise<string> => {
  using place = workplace({})
  const acknowledged: Acknowledged = { texts: new Map(), uploads: new Map(), puts: { count: 0 } }
  for (let cycle = 0; cycle < count; cycle++) {
    writePages(place.documents, cycle)
    const server = await serve([place.documents, '--data', place.data], { ready: false })
    await check(server, acknowledged)
    await workUntilKilled(server, acknowledged, cycle)
    report(`${cycle + 1}/${count}: ${acknowledged.puts.count} texts, ${acknowledged.uploads.size} uploads acknowledged`)
  }
  await using last = await serve([place.documents, '--data', place.data])
  await check(last, acknowledged)
  await checkUploads(last, acknowledged)
  await checkFolder(last, count)
  return `${count} kills, ${acknowledged.puts.count} texts and ${acknowledged.uploads.size} uploads acknowledged, ${count * pagesPerCycle} files: none lost, none half there`
}

const pagesPerCycle = 6

const pageText = (cycle: number, page: number): string => `# Page ${cycle}-${page}\n\n${`Words of page ${page} in cycle ${cycle}. `.repeat(40 + page * 60)}\n`

const writePages = (folder: string, cycle: number): void => {
  for (let page = 0; page < pagesPerCycle; page++) writeFileSync(join(folder, `page-${cycle}-${page}.md`), pageText(cycle, page))
}

const workUntilKilled = async (server: Server, acknowledged: Acknowledged, cycle: number): Promise<void> => {
  let alive = true
  const texts = (async () => {
    for (let index = 0; alive; index++) await putOne(server, acknowledged, cycle, index).catch(() => {})
  })()
  const uploads = (async () => {
    for (let index = 0; alive; index++) await uploadOne(server, acknowledged, `${cycle}-${index}`).catch(() => {})
  })()
  const enough = acknowledged.puts.count + Math.floor(Math.random() * (mostAcknowledged + 1))
  for (const until = Date.now() + longestLifeMs; acknowledged.puts.count < enough && Date.now() < until;) await delay(5)
  await delay(Math.random() * 100)
  await server.stop('SIGKILL')
  alive = false
  await Promise.all([texts, uploads])
}

/** A few sources again and again, so that replacing is cut short too. */
const putOne = async (server: Server, acknowledged: Acknowledged, cycle: number, index: number): Promise<void> => {
  const source = `text-${index % 7}`
  const text = `# Text ${source}\n\n${`Revision ${cycle}.${index} of this text. `.repeat(1 + ((index * 37) % 200))}`
  // Until it is acknowledged, either revision may be there.
  acknowledged.texts.delete(source)
  const response = await put(server.url, { source, text, collection: 'texts' })
  const { document_id, version }: Json = await response.json()
  if (!response.ok) return
  acknowledged.texts.set(source, { text, version, documentId: document_id })
  acknowledged.puts.count++
}

const uploadOne = async (server: Server, acknowledged: Acknowledged, name: string): Promise<void> => {
  const form = new FormData()
  form.append('collection', 'uploads')
  form.append('files', new Blob([`# Upload ${name}\n\nThe upload ${name} holds these words.\n`]), `upload-${name}.md`)
  const response = await fetch(`${server.url}/documents`, { method: 'POST', body: form })
  const { job_id }: Json = await response.json()
  if (response.status === 202) acknowledged.uploads.set(job_id, `upload-${name}.md`)
  await delay(50)
}

const check = async (server: Server, { texts }: Acknowledged): Promise<void> => {
  for (const [source, { text, version, documentId }] of texts) {
    const document: Json = await (await fetch(`${server.url}/documents/${documentId}`)).json()
    assert.equal(document.text, text, `${source} was acknowledged, and is not what was acknowledged`)
    assert.equal(document.version, version)
    assert.equal(version, createHash('sha256').update(text).digest('hex'))
  }
}

const checkUploads = async (server: Server, { uploads }: Acknowledged): Promise<void> => {
  for (const [jobId, name] of uploads) {
    let job: Json
    // A job of a killed server is taken up when its lease is over.
    for (const until = Date.now() + 90_000; ; await delay(200)) {
      job = await (await fetch(`${server.url}/jobs/${jobId}`)).json()
      if (job.state === 'done' || job.state === 'failed' || Date.now() > until) break
    }
    assert.equal(job.state, 'done', `the upload ${name} was acknowledged, and is ${job.state}: ${job.error}`)
    assert.deepEqual(job.progress.failed, [])
  }
  // Uploads whose acknowledgement the kill cut off may be there too.
  const sources = await allSources(server, 'uploads')
  for (const name of uploads.values()) assert.ok(sources.has(name), `the upload ${name} is done, and its document is missing`)
}

const checkFolder = async (server: Server, cycles: number): Promise<void> => {
  const sources = await allSources(server, 'default')
  for (let cycle = 0; cycle < cycles; cycle++)
    for (let page = 0; page < pagesPerCycle; page++) assert.ok(sources.has(`page-${cycle}-${page}.md`), `page ${cycle}-${page} is missing`)
  assert.equal(sources.size, cycles * pagesPerCycle)
}

const allSources = async (server: Server, collection: string): Promise<Set<string>> => {
  const sources = new Set<string>()
  let cursor: string | null = null
  do {
    const page: Json = await (await fetch(`${server.url}/documents?collection=${collection}&limit=1000${cursor ? `&cursor=${cursor}` : ''}`)).json()
    for (const { source } of page.documents) sources.add(source)
    cursor = page.next_cursor
  } while (cursor)
  return sources
}

if (import.meta.main) process.stdout.write(`${await killServerRepeatedly(Number(process.argv[2] ?? 60), (line) => process.stderr.write(`${line}\n`))}\n`)
