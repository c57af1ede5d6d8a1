import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { post, put, run, serve, workplace, type Server, type Workplace } from '../support/program.ts'

const guide = '# Guide\n\nThe walrus service listens on port 9443.\n\n## Keys\n\nThe signing key is rotated every 42 days.\n'

describe('what the page asks of the server', () => {
  let place: Workplace
  let server: Server
  before(async () => {
    place = workplace({ 'guide.md': guide })
    server = await serve([place.documents, '--data', place.data])
  })
  after(async () => {
    await server?.stop()
    place?.[Symbol.dispose]()
  })

  const get = async (path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> => {
    const response = await fetch(`${server.url}${path}`, { headers })
    return { status: response.status, body: await response.json() }
  }

  test('feedback is kept with its answer, and the trace shows it', async () => {
    const { trace_id } = (await (await post(server.url, '/ask', { question: 'Which port does the walrus service listen on?' })).json()) as { trace_id: string }
    assert.equal((await get(`/traces/${trace_id}`)).body.feedback, null)
    const given = await post(server.url, '/feedback', { trace_id, rating: 'down', comment: ' Too short. ', correction: '9443, over TLS.' })
    assert.deepEqual([given.status, await given.json()], [200, { trace_id, rating: 'down' }])
    const { given_at, ...kept } = (await get(`/traces/${trace_id}`)).body.feedback
    assert.deepEqual(kept, { rating: 'down', comment: 'Too short.', correction: '9443, over TLS.' })
    assert.match(given_at, /^\d{4}-/)

    const { code, stdout } = await run(['feedback', trace_id, 'up', '--data', place.data])
    assert.deepEqual([code, stdout], [0, 'Kept: thumbs up. Thank you.\n'])
    assert.equal((await get(`/traces/${trace_id}`)).body.feedback.comment, null)
  })

  test('feedback on nothing, and feedback that is no feedback, get a sentence', async () => {
    const unknown = await post(server.url, '/feedback', { trace_id: 'a'.repeat(32), rating: 'up' })
    assert.equal(unknown.status, 404)
    assert.match(((await unknown.json()) as { detail: string }).detail, /^No answer has the trace "a+"\. /)
    for (const wrong of [{ rating: 'sideways' }, { rating: 'up', comment: 'x'.repeat(2001) }, { rating: 'up', correction: 'x'.repeat(10_001) }]) {
      assert.equal((await post(server.url, '/feedback', { trace_id: 'a'.repeat(32), ...wrong })).status, 422)
    }
  })

  test('the chunks of a document are slices of its text, with their headings', async () => {
    const { document_id, chunks: count } = (await get('/documents')).body.documents[0]
    const [{ body: document }, { body }] = await Promise.all([get(`/documents/${document_id}`), get(`/documents/${document_id}/chunks`)])
    assert.equal(body.version, document.version)
    assert.equal(body.chunks.length, count)
    assert.ok(body.chunks.every((it: any, index: number) => it.ordinal === index && it.tokens > 0 && it.embedded === false))
    assert.ok(body.chunks.some((it: any) => document.text.slice(it.start, it.end).includes('42 days') && it.heading_path.at(-1) === 'Keys'))
    assert.equal((await get('/documents/01890000-0000-7000-8000-000000000000/chunks')).status, 404)
  })

  test('documents are filtered by what their source or title contains, page by page', async () => {
    for (const source of ['notes/ÄRGER.md', 'notes/100%_sure.md', 'notes/b.md'])
      await put(server.url, { source, text: `# On ${source}\n\nWords.\n`, collection: 'filtered' })
    const sources = async (filter: string, more = ''): Promise<string[]> =>
      (await get(`/documents?collection=filtered&filter=${encodeURIComponent(filter)}${more}`)).body.documents.map(({ source }: { source: string }) => source)
    assert.deepEqual(await sources('Ärger'), ['notes/ÄRGER.md'])
    assert.deepEqual(await sources('%_'), ['notes/100%_sure.md'])
    assert.deepEqual(await sources('ON notes/b'), ['notes/b.md'])
    assert.deepEqual(await sources('elsewhere'), [])
    const { body } = await get('/documents?collection=filtered&filter=notes&limit=2')
    assert.deepEqual(await sources('notes', `&limit=2&cursor=${body.next_cursor}`), ['notes/b.md'])
    assert.ok(body.documents.every(({ tokens }: { tokens: number }) => tokens > 0))
  })

  test('models are listed and fetched for callers on this machine only, and only those of the catalogue', async () => {
    const { status, body } = await get('/models')
    assert.equal(status, 200)
    assert.ok(body.models.some((it: any) => it.purpose === 'embedding' && it.bytes > 1e6))
    // Who comes through a proxy is not the owner, and is asked for a key.
    assert.equal((await get('/models', { 'x-forwarded-for': '203.0.113.9' })).status, 401)
    assert.equal((await post(server.url, '/models/pull', { model: body.models[0].id }, { 'x-forwarded-for': '203.0.113.9' })).status, 401)
    assert.equal((await post(server.url, '/models/pull', { model: 'https://evil.example/model.gguf' })).status, 404)
  })
})
