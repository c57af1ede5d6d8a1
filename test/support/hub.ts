import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Hub extends AsyncDisposable {
  readonly url: string
  /** Path and range of each request, in order. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[]
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server on loopback that answers each request as the test says. */
export const startHub = async (answer: Answer): Promise<Hub> => {
  const requests: Hub['requests'] = []
  const server = createServer((request, response) => {
    requests.push({ path: request.url!, range: request.headers.range })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Serves a file whole or from where a range asks, as hubs do. */
export const serveFile =
  (content: Buffer): Answer =>
  (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    if (from >= content.length) return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
    const headers = { 'content-length': content.length - from, ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }) }
    response.writeHead(from > 0 ? 206 : 200, headers).end(content.subarray(from))
  }
