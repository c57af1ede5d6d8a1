import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countAs, cutGpt, encodingOf } from './gpt-pieces.ts'

test('a model of OpenAI is counted with its own encoding', async () => {
  assert.deepEqual(await Promise.all(['gpt-4', 'gpt-4o-mini', 'gpt-5-2025-08-07', 'gpt-99', 'qwen3'].map(encodingOf)), [
    'cl100k_base',
    'o200k_base',
    'o200k_base',
    null,
    null,
  ])
  assert.deepEqual(await Promise.all(['gpt-4', 'gpt-4o-mini', 'gpt-99'].map((model) => countAs(model, 'ChatGPT'))), [3, 2, 2])
})

test('the pieces of any text are its bytes, in order, and as many as are counted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
      const { pieces } = await cutGpt(text, 'o200k_base')
      assert.equal(pieces.length, await countAs('gpt-5', text))
      // Bytes are written in brackets; a text that itself holds such brackets would be read wrongly here.
      if (/<0x/.test(text)) return
      const bytes = pieces.flatMap((piece) =>
        [...piece.text.matchAll(/<0x(..)>|[^<]+|</g)].map((part) => (part[1] ? Buffer.from(part[1], 'hex') : Buffer.from(part[0]))),
      )
      assert.equal(Buffer.concat(bytes).toString(), text)
    }),
    { numRuns: 50 },
  )
})
