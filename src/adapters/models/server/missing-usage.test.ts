import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withUsage } from './missing-usage.ts'

/** What comes out of a body that comes in pieces of `size` bytes. */
const through = async (text: string, size: number): Promise<string> => {
  const bytes = new TextEncoder().encode(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
  const filled = withUsage(async () => new Response(ReadableStream.from(pieces)))
  return (await filled('http://stub/')).text()
}

const event = (value: object): string => `event: x\ndata: ${JSON.stringify(value)}\n\n`

const whole = [
  event({ type: 'message_start', message: { id: '1', usage: { input_tokens: 7, output_tokens: 1 } } }),
  event({ type: 'content_block_delta', delta: { text: 'a “message_delta” in text\u2028 and "message_start"' } }),
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } }),
].join('')

for (const size of [1, 7, 4096]) {
  test(`what tells its usage passes as it is, in pieces of ${size} bytes`, async () => assert.equal(await through(whole, size), whole))

  test(`what does not is told as zeros, in pieces of ${size} bytes`, async () => {
    const out = await through(event({ type: 'message_start', message: { id: '1' } }) + event({ type: 'message_delta', delta: {} }), size)
    assert.equal(
      out,
      event({ type: 'message_start', message: { id: '1', usage: { input_tokens: 0, output_tokens: 0 } } }) +
        event({ type: 'message_delta', delta: {}, usage: { output_tokens: 0 } }),
    )
  })
}

test('a whole answer in JSON, and what is no JSON at all, get through', async () => {
  const message = { type: 'message', content: [] }
  assert.equal(await through(JSON.stringify(message), 5), JSON.stringify({ ...message, usage: { input_tokens: 0, output_tokens: 0 } }))
  assert.equal(await through('<html>"message"', 3), '<html>"message"')
  assert.equal(await through('data: {"type":"message_start", broken}\n', 3), 'data: {"type":"message_start", broken}\n')
})

test('failures are not touched', async () => {
  const response = new Response('{"type":"message"}', { status: 500 })
  assert.equal(await withUsage(async () => response)('http://stub/'), response)
})
