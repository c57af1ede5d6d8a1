import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openParser } from '../../src/adapters/parsing/parser.ts'
import { AppError } from '../../src/base/error.ts'
import { sha256 } from '../../src/base/id.ts'
import { preparation } from '../../src/ingest/prepare.ts'

/** A preparation that misbehaves on demand, in the real process. */
const misbehaving = {
  pipeline: 'test',
  url: `data:text/javascript,${encodeURIComponent(`
    const never = () => { for (;;) ; }
    const hoard = () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)) }
    export const prepare = async (bytes) => {
      const word = new TextDecoder().decode(bytes)
      if (word === 'hang') never()
      if (word === 'hoard') hoard()
      if (word === 'fail') throw Object.assign(new Error('no'), { code: 'x' })
      if (word === 'unpack') for (const all = [];;) all.push(Buffer.alloc(2e7, 1))
      if (word === 'die') process.exit(3)
      if (word === 'crash') process.abort()
      if (word === 'flood') return { text: 'x'.repeat(3e6) }
      if (word === 'lie') { const { writeSync } = await import('node:fs'); writeSync(3, Buffer.alloc(64, 255)); never() }
      return { text: word }
    }`)}`,
}
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const open = (options: { timeoutMs?: number; memoryMb?: number; idleMs?: number; outputMb?: number } = {}) =>
  openParser({ preparation: misbehaving, tokenizerPath: () => null, ...options })

test('bytes become title, text, version, language and chunks', async () => {
  const parser = openParser({ preparation, tokenizerPath: () => null })
  after(() => parser.close())
  const text =
    '# Presupuesto\n\nUna clave puede gastar como máximo dos dólares al día, y cada equipo tiene su propia clave para el trabajo de todos los días con los documentos.'
  const parsed = await parser.parse(utf8(text), { source: 'guia/presupuesto.md', metadata: { owner: 'ops' } })
  assert.deepEqual(
    [parsed.title, parsed.text, parsed.version, parsed.language, parsed.metadata, parsed.chunks!.map(({ start, end }) => [start, end])],
    ['Presupuesto', text, sha256(text), 'es', { owner: 'ops' }, [[0, text.length]]],
  )
})

test('a text of the known version comes back without chunks', async () => {
  const parser = openParser({ preparation, tokenizerPath: () => null })
  after(() => parser.close())
  assert.equal((await parser.parse(utf8('Words.'), { source: 'a.md', knownVersion: sha256('Words.') })).chunks, null)
})

test('a document that takes too long fails alone: those after it are read', async () => {
  const parser = open({ timeoutMs: 1500 })
  after(() => parser.close())
  const [hung, next] = await Promise.allSettled([parser.parse(utf8('hang'), { source: 'a' }), parser.parse(utf8('next'), { source: 'b' })])
  assert.match(String((hung as PromiseRejectedResult).reason), /took more than 1.5 s and was stopped/)
  assert.equal((next as PromiseFulfilledResult<{ text: string }>).value.text, 'next')
})

test('a document that takes too much memory fails alone', async () => {
  const parser = open({ memoryMb: 64 })
  after(() => parser.close())
  await assert.rejects(parser.parse(utf8('hoard'), { source: 'a' }), /needed more than 64 MB of memory/)
  assert.equal((await parser.parse(utf8('next'), { source: 'b' })).text, 'next')
})

test('buffers count too: what unpacks without end is stopped', async () => {
  const parser = open({ memoryMb: 64 })
  after(() => parser.close())
  await assert.rejects(parser.parse(utf8('unpack'), { source: 'a' }), /needed more than 64 MB of memory/)
  assert.equal((await parser.parse(utf8('next'), { source: 'b' })).text, 'next')
})

test('an error of the document itself is passed on and costs no process', async () => {
  const parser = open()
  after(() => parser.close())
  await assert.rejects(parser.parse(utf8('fail'), { source: 'a' }), /^Error: no$/)
})

test('a tokenizer that cannot be read does not keep documents out', async () => {
  const parser = openParser({ preparation, tokenizerPath: () => '/nowhere/tokenizer.json' })
  after(() => parser.close())
  assert.equal((await parser.parse(utf8('Words.'), { source: 'a.md' })).chunks!.length, 1)
})

test('a process that dies is started again', async () => {
  const parser = open()
  after(() => parser.close())
  await assert.rejects(parser.parse(utf8('die'), { source: 'a' }), /broke while it read this/)
  assert.equal((await parser.parse(utf8('next'), { source: 'b' })).text, 'next')
})

test('a native crash is one sentence, and the next document is read', async () => {
  const parser = open()
  after(() => parser.close())
  await assert.rejects(parser.parse(utf8('crash'), { source: 'a' }), /broke while it read this/)
  assert.equal((await parser.parse(utf8('next'), { source: 'b' })).text, 'next')
})

test('an answer without end is refused before it is read', async () => {
  const parser = open({ outputMb: 2 })
  after(() => parser.close())
  for (const word of ['flood', 'lie']) await assert.rejects(parser.parse(utf8(word), { source: 'a' }), /gave more than 2 MB of text/)
  assert.equal((await parser.parse(utf8('next'), { source: 'b' })).text, 'next')
})

test('cancelling stops the work at once and harms no other', async () => {
  const parser = open()
  after(() => parser.close())
  const stop = new AbortController()
  const hung = parser.parse(utf8('hang'), { source: 'a' }, stop.signal)
  const next = parser.parse(utf8('next'), { source: 'b' })
  setTimeout(() => stop.abort(new AppError('cancelled', 'Stopped.')), 300)
  await assert.rejects(hung, /Stopped/)
  assert.equal((await next).text, 'next')
})

test('an idle process ends, and the next document starts another', async () => {
  const parser = open({ idleMs: 50 })
  after(() => parser.close())
  await parser.parse(utf8('one'), { source: 'a' })
  await new Promise((resolve) => setTimeout(resolve, 400))
  assert.equal((await parser.parse(utf8('two'), { source: 'b' })).text, 'two')
})

test('a closed parser says so', async () => {
  const parser = open()
  await parser.close()
  await assert.rejects(parser.parse(utf8('one'), { source: 'a' }), /shutting down/)
})
