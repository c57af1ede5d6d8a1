import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault, StubOptions } from './options.ts'

/** Sends events as they come, at the pace asked for, and does what the fault says at its byte. */
export const sendStream = async (
  response: ServerResponse,
  events: Iterable<string>,
  options: StubOptions,
  contentType = 'text/event-stream',
): Promise<void> => {
  const { fault, firstTokenMs = 0, partMs = 0, stallAfterParts = Infinity } = options
  if (fault?.kind === 'close') closeAsPlainBody(response)
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-cache' })
  response.flushHeaders()
  if (firstTokenMs > 0) await wait(firstTokenMs)

  let sent = 0
  let parts = 0
  for (const event of faulty(events, fault)) {
    if (response.destroyed) return
    const bytes = Buffer.from(event)
    const room = cutAt(fault) - sent
    if (bytes.length > room) return cut(response, bytes.subarray(0, room), fault!)
    if (!response.write(bytes)) await drained(response)
    sent += bytes.length
    parts += 1
    if (parts >= stallAfterParts) return
    // A breath now and then, so that an endless stream lets its server notice that the client has gone.
    if (partMs > 0) await wait(partMs)
    else if (parts % 64 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  response.end()
}

const cutAt = (fault: Fault | undefined): number =>
  fault && (fault.kind === 'reset' || fault.kind === 'close' || fault.kind === 'stall') ? fault.atByte : Infinity

/** Without chunks and without a length the end of the connection is the end of the body: a cut that HTTP cannot tell. */
const closeAsPlainBody = (response: ServerResponse): void => {
  response.useChunkedEncodingByDefault = false
  response.shouldKeepAlive = false
}

const cut = async (response: ServerResponse, last: Buffer, fault: Fault): Promise<void> => {
  response.write(last)
  if (fault.kind === 'stall') return
  if (fault.kind === 'close') return void response.end()
  // A moment, so that what was written leaves before the reset.
  await wait(2)
  response.socket?.resetAndDestroy()
}

function* faulty(events: Iterable<string>, fault: Fault | undefined): Generator<string> {
  if (fault?.kind === 'huge') {
    yield 'data: {"choices":[{"index":0,"delta":{"content":"'
    for (let left = fault.bytes; left > 0; left -= 65536) yield 'x'.repeat(Math.min(left, 65536))
    return
  }
  if (fault?.kind !== 'garbage' && fault?.kind !== 'duplicate') return yield* events
  let sent = 0
  let done = false
  for (const event of events) {
    const end = sent + Buffer.byteLength(event)
    if (!done && end > fault.atByte) {
      done = true
      yield fault.kind === 'duplicate' ? event : 'data: {"choices":[{"delta":{"content":\u0000<html>502 Bad Gateway\n\n'
    }
    sent = end
    yield event
  }
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })
