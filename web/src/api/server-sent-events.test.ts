import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serverSentEvents } from './server-sent-events.ts'

const stream = ': alive\n\nevent: delta\ndata: {"text":"One."}\n\nevent: done\r\ndata: {\r\ndata: }\r\n\r\nevent: cut\ndata: off'
const expected = [
  { event: 'delta', data: '{"text":"One."}' },
  { event: 'done', data: '{\n}' },
]

const inPieces = async function* (size: number): AsyncGenerator<string> {
  for (let at = 0; at < stream.length; at += size) yield stream.slice(at, at + size)
}

test('events are whole whatever the pieces they come in; heartbeats and a cut-off end are left out', async () => {
  for (let size = 1; size <= stream.length; size++) assert.deepEqual(await Array.fromAsync(serverSentEvents(inPieces(size))), expected, `pieces of ${size}`)
})
