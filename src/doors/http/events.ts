/** Server-sent events (WHATWG HTML 9.2): one frame per event, a comment as heartbeat, the end of the connection as cancelling. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

const heartbeatMs = 10_000
/** What a stream may hold that its reader has not taken; whoever makes more waits. */
export const mostBufferedBytes = 256 * 1024
/** A reader who takes nothing for so long is gone, whatever his socket says. */
const mostStillMs = 60_000

export interface EventStream {
  /** Resolves when there is room for more, so that a slow reader holds up his own answer and nothing else. */
  send(type: string, data: unknown): Promise<void>
  /** A frame without a name, as OpenAI's streams have them. */
  sendUnnamed(text: string): Promise<void>
  end(): Promise<void>
}

export const openEventStream = (response: ServerResponse, headers: Readonly<Record<string, string>> = {}): EventStream => {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    // nginx would otherwise collect the stream and deliver it at the end.
    'x-accel-buffering': 'no',
  })
  response.flushHeaders()
  const isStill = stillness(response)
  const heartbeat = setInterval(() => {
    if (isStill()) response.destroy()
    // Who has not taken the last frames needs no sign of life.
    else if (response.writableLength === 0 && !response.writableEnded) response.write(': alive\n\n')
  }, heartbeatMs)
  response.on('close', () => clearInterval(heartbeat))
  let last = Promise.resolve()
  const write = (frame: string): Promise<void> => (last = last.then(() => writeInTurn(frame)))
  const writeInTurn = async (frame: string): Promise<void> => {
    while (response.writableNeedDrain && response.writableLength + frame.length > mostBufferedBytes && !response.destroyed) await taken(response)
    if (!response.writableEnded && !response.destroyed) response.write(frame)
  }
  return {
    send: (type, data) => write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`),
    sendUnnamed: (text) => write(`data: ${text}\n\n`),
    end: async () => {
      await last
      if (response.destroyed || response.writableEnded) return
      response.end()
      await Promise.race([once(response, 'finish'), once(response, 'close')])
    },
  }
}

/** Resolves when the reader has taken everything, or is gone. */
const taken = async (response: ServerResponse): Promise<void> => {
  const over = new AbortController()
  const { signal } = over
  // What fails here ends the connection too, which the caller looks at.
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(() => {})
  over.abort()
}

/** True once nothing has left for the reader for too long although something waits. */
const stillness = (response: ServerResponse): (() => boolean) => {
  let left = -1
  let since = performance.now()
  return () => {
    const { bytesWritten = 0, writableLength = 0 } = response.socket ?? {}
    const now = bytesWritten - writableLength
    if (now !== left || writableLength === 0) [left, since] = [now, performance.now()]
    return performance.now() - since >= mostStillMs
  }
}
