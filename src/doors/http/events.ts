/** Server-sent events (WHATWG HTML 9.2): one frame per event, a comment as heartbeat, the end of the connection as cancelling. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

const heartbeatMs = 10_000

export interface EventStream {
  send(type: string, data: unknown): void
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
  const heartbeat = setInterval(() => response.write(': alive\n\n'), heartbeatMs)
  response.on('close', () => clearInterval(heartbeat))
  return {
    send: (type, data) => {
      if (!response.writableEnded && !response.destroyed) response.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    end: async () => {
      clearInterval(heartbeat)
      if (response.destroyed || response.writableEnded) return
      response.end()
      await Promise.race([once(response, 'finish'), once(response, 'close')])
    },
  }
}
