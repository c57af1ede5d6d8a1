import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { post, run, serve, workplace, type Server, type Workplace } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const files = {
  'keys.md': '# Keys\n\nThe signing key is rotated every 42 days.\n',
  'ports.md': '# Ports\n\nThe walrus service listens on port 9443.\n',
}
const suite = `name: rated
cases:
  - question: How often is the signing key rotated?
    reference: Every 42 days.
  - question: Which port does the walrus service listen on?
  - question: Who won the football world cup in 1998?
    abstain: true
variants:
  - name: secret-one
    model: extractive
  - name: secret-two
    model: extractive
    top_k: 1
`

describe('people rate answers over HTTP', () => {
  let place: Workplace
  let server: Server
  let path: string
  before(async () => {
    place = workplace(files)
    path = join(place.home, 'suite.yaml')
    writeFileSync(path, suite)
    server = await serve([place.documents, '--data', place.data])
  })
  after(async () => {
    await server?.stop()
    place?.[Symbol.dispose]()
  })

  const cli = async (...words: string[]): Promise<Json> => {
    const { code, stdout, stderr } = await run(['eval', 'label', ...words, '--json', '--data', place.data])
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout)
  }
  const get = async (path: string): Promise<{ status: number; text: string; body: Json }> => {
    const response = await fetch(`${server.url}${path}`)
    const text = await response.text()
    return { status: response.status, text, body: JSON.parse(text) }
  }

  test('what raters are sent tells nothing of who wrote an answer or what others said; what came of it tells both', async () => {
    const { made } = await cli(path, '--name', 'Release 7')
    assert.deepEqual([made.page, made.served], [`${server.url}/#/label/${made.sheet_id}`, true])
    const bodies: string[] = []
    const next = async (rater: string, more = ''): Promise<Json> => {
      const { text, body } = await get(`/evaluation/sheets/${made.sheet_id}/next?rater=${encodeURIComponent(rater)}${more}`)
      bodies.push(text)
      return body
    }
    for (const [rater, comment] of [
      ['Ana', 'Walrus words of Ana'],
      [' ana ', 'Said again by her'],
      ['Ben', 'Words of Ben'],
    ] as const) {
      for (let at = 1; at <= 6; at++) {
        const { item } = await next(rater, `&position=${at}`)
        if (rater === 'Ben') assert.equal(item.rating, null)
        const given = await post(server.url, '/evaluation/ratings', {
          item_id: item.item_id,
          rater,
          accuracy: rater === 'Ben' ? 2 : 5,
          helpfulness: 3,
          comment,
        })
        assert.equal(given.status, 200)
      }
      assert.equal((await next(rater)).item, null)
    }
    bodies.push((await get('/evaluation/sheets')).text)
    assert.ok(!/secret|variant|extractive|verdict|score|"model"|trace|case_id|word for word/.test(bodies.join('\n')))
    assert.ok(!/Ana/.test((await next('Ben', '&position=1')).item.rating.comment))

    const { results } = await cli('--results', made.sheet_id)
    assert.deepEqual([results.sheet.name, results.sheet.people, results.sheet.ratings], ['Release 7', 2, 12])
    assert.deepEqual(results.variants.map((it: Json) => [it.variant, it.accuracy.value]).toSorted(), [
      ['secret-one', 3.5],
      ['secret-two', 3.5],
    ])
    assert.equal(results.comments.length, 12)
    assert.ok(results.comments.every((it: Json) => it.comment !== 'Walrus words of Ana'))
  })

  test('the labels go to a file that judges are measured on', async () => {
    const { sheets } = await cli('--sheets')
    const file = join(place.home, 'labelled.jsonl')
    const { exported } = await cli(path, '--results', sheets[0].sheet_id, '--export', file)
    // Both variants decline the question about football; how sure the others are of the rest is not what is tested here.
    assert.ok(exported.written >= 2 && exported.declined >= 2 && exported.written + exported.declined === 6, JSON.stringify(exported))
    const lines = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.ok(lines.every((it) => it.labels.ana === 'pass' && it.labels.ben === 'fail' && it.evidence.length > 0))
    assert.deepEqual(new Set(lines.filter((it) => it.reference).map((it) => it.question)), new Set(['How often is the signing key rotated?']))
    assert.equal(exported.without_reference, lines.filter((it) => !it.reference).length)
    const judged = await run(['eval', 'judge', file, '--rubric', 'grounded.v1', '--model', 'verifier', '--json', '--data', place.data])
    assert.equal(judged.code, 0, judged.stderr)
    assert.equal(JSON.parse(judged.stdout).certificate.items, exported.written)
  })

  test('a removed document’s words are gone from its answers, its ratings stay, and comments are found by the erasure check', async () => {
    const { sheets } = await cli('--sheets')
    const { documents } = (await get('/documents')).body
    const { document_id } = documents.find((it: Json) => it.source === 'ports.md')
    await fetch(`${server.url}/documents/${document_id}`, { method: 'DELETE' })
    const { text, body } = await get(`/evaluation/sheets/${sheets[0].sheet_id}/next?rater=Cem`)
    assert.ok(body.gone >= 2 && body.total + body.gone === 6, text)
    assert.ok(!text.includes('9443'))
    assert.equal((await cli('--results', sheets[0].sheet_id)).results.sheet.ratings, 12)
    const found = (await (await post(server.url, '/erasure/check', { document: document_id, text: 'Said again by her' })).json()) as Json
    assert.equal(found.places.find((it: Json) => it.place === 'ratings of answers').count, 6)
  })

  test('what cannot be gets a sentence', async () => {
    const { sheets } = await cli('--sheets')
    const sheet = sheets[0].sheet_id
    const other = '01a20741-9e98-7cbd-95cc-3b910b98cfbb'
    assert.equal((await get(`/evaluation/sheets/${other}/next?rater=Ana`)).status, 404)
    assert.equal((await get(`/evaluation/sheets/${sheet}/next`)).status, 422)
    assert.equal((await get(`/evaluation/sheets/${sheet}/next?rater=Ana&position=99`)).status, 422)
    const rate = async (more: object) =>
      (await post(server.url, '/evaluation/ratings', { item_id: other, rater: 'Ana', accuracy: 3, helpfulness: 3, ...more })).status
    assert.equal(await rate({}), 404)
    for (const wrong of [{ accuracy: 0 }, { accuracy: 6 }, { helpfulness: 2.5 }, { rater: ' ' }, { comment: 'x'.repeat(2001) }, { item_id: '-'.repeat(36) }])
      assert.equal(await rate(wrong), 422)
    for (const [words, sentence] of [
      [[], /Say what is to be rated/],
      [['missing.yaml'], /There is no/],
      [[other], /There is no run/],
      [['--results', other], /There is no sheet/],
      [['--export', 'x.jsonl'], /name it with --results/],
      [[path, '--models', 'local:nothing-like-it'], /nothing-like-it/],
    ] as [string[], RegExp][]) {
      const { code, stderr } = await run(['eval', 'label', ...words, '--data', place.data])
      assert.notEqual(code, 0)
      assert.match(stderr, sentence)
    }
  })
})

test('without a server the sheet is made, and it is told what to start', async () => {
  using place = workplace(files)
  await run(['ingest', place.documents, '--data', place.data])
  const path = join(place.home, 'suite.yaml')
  writeFileSync(path, suite)
  const { code, stdout, stderr } = await run(['eval', 'label', path, '--data', place.data])
  assert.equal(code, 0, stderr)
  assert.match(stdout, /start "answerable serve" with the same --data/)
})
