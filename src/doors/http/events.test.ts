import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { test } from 'node:test'
import { mostBufferedBytes, openEventStream } from './events.ts'

/** A client who asks and then reads nothing. */
const askAndSleep = (server: Server): Socket => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  return socket
}

test('a stream whose reader sleeps holds a bounded number of bytes, stops its maker, and loses nothing when he wakes', async () => {
  const frame = 'x'.repeat(32 * 1024)
  const frames = 400
  let sent = 0
  let most = 0
  const server = createServer(async (_request, response) => {
    const events = openEventStream(response)
    for (; sent < frames; sent++) {
      await events.send('delta', `${sent} ${frame}`)
      most = Math.max(most, response.writableLength)
    }
    await events.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = askAndSleep(server)
  try {
    // Until the kernel's buffers are full and nothing moves any more.
    for (let before = -1; before !== sent;) {
      before = sent
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    assert.ok(sent < frames, 'the maker was not held up')
    assert.ok(most <= mostBufferedBytes + frame.length * 2, `${most} bytes were buffered`)
    let text = ''
    socket.setEncoding('utf8').on('data', (piece) => (text += String(piece)))
    socket.resume()
    while (!text.includes(`"${frames - 1} `) || !text.endsWith('0\r\n\r\n')) await new Promise((resolve) => setTimeout(resolve, 20))
    const numbers = [...text.matchAll(/data: "(\d+) x/g)].map((match) => Number(match[1]))
    assert.deepEqual(
      numbers,
      Array.from({ length: frames }, (_, i) => i),
    )
    assert.ok(most <= mostBufferedBytes + frame.length * 2)
  } finally {
    socket.destroy()
    server.closeAllConnections()
    server.close()
  }
})

test('frames that nobody waits for keep their order', async () => {
  const server = createServer(async (_request, response) => {
    const events = openEventStream(response)
    for (let i = 0; i < 100; i++) void events.send('delta', `${i} ${'x'.repeat(20_000)}`)
    await events.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const text = await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text()
    assert.deepEqual(
      [...text.matchAll(/data: "(\d+) x/g)].map((match) => Number(match[1])),
      Array.from({ length: 100 }, (_, i) => i),
    )
  } finally {
    server.close()
  }
})
