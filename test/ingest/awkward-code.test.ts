import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openParser } from '../../src/adapters/parsing/parser.ts'
import { preparation } from '../../src/ingest/prepare.ts'
import { awkwardCode } from '../support/awkward-code.ts'

const parser = openParser({ preparation, tokenizerPath: () => null, timeoutMs: 120_000 })
after(() => parser.close())

for (const { name, code, symbols } of awkwardCode) {
  test(`${name}: everything is in a chunk once, under the symbol that holds it`, async () => {
    const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : new Uint8Array(code)
    const { text, mediaType, language, chunks, title } = await parser.parse(bytes, { source: `src/${name}` })
    assert.match(mediaType, /^text\/x-/)
    assert.equal(language, 'en')
    assert.ok(title.startsWith(`src/${name}`), title)
    assert.doesNotMatch(text, /\r|^\uFEFF/)

    let end = 0
    let between = ''
    for (const chunk of chunks!) {
      assert.ok(chunk.start >= end && chunk.end > chunk.start, 'in order, without overlap')
      assert.ok(chunk.tokens <= 280, `${chunk.tokens} tokens`)
      between += text.slice(end, chunk.start)
      end = chunk.end
    }
    between += text.slice(end)
    assert.equal(between.replace(/\/\/ (?:Copyright|Licensed)[^\n]*/g, '').trim(), '', 'nothing but the licence is left out')

    const paths = chunks!.map(({ headingPath }) => headingPath.join(' › '))
    for (const symbol of symbols) assert.ok(paths.includes(symbol), `${symbol} is not among ${[...new Set(paths)].join(' | ')}`)
  })
}

test('a symbol is kept together with the comment and the decorators above it', async () => {
  const { code } = awkwardCode.find(({ name }) => name === 'decorated.py')!
  const { text, chunks } = await parser.parse(new TextEncoder().encode(String(code)), { source: 'decorated.py' })
  const first = chunks!.find(({ headingPath }) => headingPath[0] === 'function fetch')!
  assert.ok(text.slice(first.start, first.end).startsWith('# Tries again.\n@retry(times=3)'))
})

test('minified code is refused with a sentence', async () => {
  const minified = `var ${'a=function(b){return b+1},'.repeat(1_000)}c=1;`
  await assert.rejects(parser.parse(new TextEncoder().encode(minified), { source: 'app.js' }), /minified/)
})
