import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { asUtf8 } from './as-utf8.ts'

const text = '2026-11-20 10:00:00 ERROR Gerät „müde“ 😀\r\n2026-11-20 10:00:01 INFO weiter\r\n'
const little = Buffer.from(`\ufeff${text}`, 'utf16le')
const big = Buffer.from(little).swap16()

const read = async (bytes: Buffer, cuts: readonly number[] = []): Promise<string> => {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end))
  const out: Buffer[] = []
  for await (const piece of asUtf8(
    (async function* () {
      yield* pieces
    })(),
  ))
    out.push(piece)
  return Buffer.concat(out).toString('latin1')
}
const asIs = Buffer.from(text).toString('latin1')

test('UTF-16 with its mark, and UTF-8 with or without one, read the same in any cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_000), { maxLength: 6 }), async (cuts) => {
      for (const bytes of [little, big, Buffer.from(`\ufeff${text}`), Buffer.from(text)]) assert.equal(await read(bytes, cuts), asIs)
    }),
  )
})

test('what is shorter than a mark, and bytes that are no text, stay as they are', async () => {
  for (const bytes of [Buffer.from(''), Buffer.from('a'), Buffer.from('ab'), Buffer.from([0xff, 0, 1, 2, 250, 10])])
    assert.equal(await read(bytes), bytes.toString('latin1'))
})
