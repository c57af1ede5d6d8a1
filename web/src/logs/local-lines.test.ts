import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from './local-lines.ts'

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const text = 'one\r\nzwei ü\n\nfour\nthe last has no end'

test('lines are found by their numbers, wherever the bytes are cut', async () => {
  for (const size of [1, 2, 3, 7, 100]) {
    assert.deepEqual(await linesOf(cut(text, size), 1, 3), [
      { line: 1, text: 'one' },
      { line: 2, text: 'zwei ü' },
      { line: 3, text: '' },
    ])
    assert.deepEqual(await linesOf(cut(text, size), 5, 9), [{ line: 5, text: 'the last has no end' }])
    assert.deepEqual(await linesOf(cut('a\n', size), 2, 9), [])
  }
})

test('no more is read than is asked for, and a line without end is shown by its beginning', async () => {
  let read = 0
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (; read < 1000; read++) yield new TextEncoder().encode('line\n'.repeat(100))
  }
  assert.equal((await linesOf(endless(), 150, 151)).length, 2)
  assert.ok(read < 5)
  const [wide] = await linesOf(cut('x'.repeat(1_000_000), 50_000), 1, 1)
  assert.equal(wide!.text.length, 4_000)
})
