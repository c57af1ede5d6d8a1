/** From a bad answer to a test case that asks exactly the text which was seen. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { post, put, run, serve, workplace } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const gateway = '# Gateway\n\nThe gateway listens on port 8080.\n'
const proxy = '# Proxy\n\nTraffic of partners arrives at 9443.\n'

test('bad answers are grouped, become cases with their documents frozen, and a run over them asks what was seen', async () => {
  using place = workplace({ 'gateway.md': gateway, 'proxy.md': proxy })
  const suite = join(place.home, 'bad.yaml')
  await using server = await serve([place.documents, '--data', place.data])
  const ask = async (question: string): Promise<Json> => (await post(server.url, '/ask', { question })).json()
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Json> => (await fetch(`${server.url}${path}`, { headers })).json()
  const triage = (...words: string[]) => run(['eval', 'triage', '--data', place.data, ...words])

  const wrong = await ask('Which port does the gateway listen on?')
  await post(server.url, '/feedback', { trace_id: wrong.trace_id, rating: 'down', correction: 'Traffic of partners arrives at 9443.' })
  const declined = await ask('Who bakes the bread of the lighthouse keeper?')
  assert.ok(declined.abstained)
  const good = await ask('Where does the gateway listen?')
  await post(server.url, '/feedback', { trace_id: good.trace_id, rating: 'up' })

  const report = await get('/evaluation/triage')
  const groups = Object.fromEntries(report.groups.map((it: Json) => [it.group, it.examples.map((example: Json) => example.trace_id)]))
  assert.deepEqual(groups['wrong_passage'], [wrong.trace_id])
  assert.deepEqual(groups['nothing_retrieved'], [declined.trace_id])
  assert.deepEqual([report.questions, report.up, report.down], [3, 1, 1])
  assert.match(report.groups.find((it: Json) => it.group === 'wrong_passage').examples[0].why, /The correction stands in proxy\.md/)
  assert.equal((await get('/evaluation/triage', { 'x-forwarded-for': '10.0.0.1' })).code, 'unauthorised')

  const made = await triage('--case', wrong.trace_id, '--out', suite)
  assert.equal(made.code, 0, made.stderr)
  assert.match(readFileSync(suite, 'utf8'), /reference: Traffic of partners arrives at 9443\.\n\s+sources:\n\s+- proxy\.md/)
  const again = await triage('--case', wrong.trace_id, '--out', suite)
  assert.deepEqual([again.code, /has this case already/.test(again.stderr)], [1, true])
  assert.match((await triage('--out', suite)).stdout, /No case was written/)
  const given = await get(`/evaluation/cases/${wrong.trace_id}`)
  assert.match(given.suite_yaml, /origin: feedback/)
  assert.equal(given.corpus_jsonl, readFileSync(join(place.home, 'bad.corpus.jsonl'), 'utf8'))

  await put(server.url, { source: 'gateway.md', text: '# Gateway\n\nThe gateway listens on port 7070.\n' })
  const ran = await run(['eval', 'answers', suite, '--data', place.data, '--json'])
  assert.equal(ran.code, 0, ran.stderr)
  const row = JSON.parse(ran.stdout).rows[0]
  const seen = await get(`/traces/${row.trace_id}`)
  assert.match(seen.answer, /8080/)
  assert.equal((await get('/evaluation/trends?days=1')).total.questions, 3)

  const ids = (await get('/documents')).documents.map((it: Json) => it.document_id)
  for (const id of ids) await fetch(`${server.url}/documents/${id}`, { method: 'DELETE' })
  const gone = await triage('--case', wrong.trace_id, '--out', join(place.home, 'late.yaml'))
  assert.deepEqual([gone.code, /was removed since/.test(gone.stderr)], [1, true])
})

test('what cannot be triaged is said in a sentence', async () => {
  using place = workplace({})
  const triage = (...words: string[]) => run(['eval', 'triage', '--data', place.data, ...words])
  const check = async (words: readonly string[], code: number, sentence: RegExp): Promise<void> => {
    const ran = await triage(...words)
    assert.equal(ran.code, code)
    assert.match(ran.stderr, sentence)
  }
  assert.match((await triage()).stdout, /Nobody has asked anything since/)
  await check(['--since', 'yesterday'], 2, /since: must be like "7d"/)
  await check(['--case', 'f'.repeat(32)], 2, /say which with --out/)
  await check(['--case', 'f'.repeat(32), '--out', join(place.home, 'a.yaml')], 1, /No answer has the trace/)
})
