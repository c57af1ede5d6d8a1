/** A web site on loopback: pages by path, each a text or a function that answers as it likes; every request is remembered. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHash } from 'node:crypto'

export type Page =
  | string
  | Uint8Array
  | { readonly type?: string; readonly body: string | Uint8Array; readonly headers?: Readonly<Record<string, string>> }
  | Answer
export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface Site extends AsyncDisposable {
  readonly url: string
  readonly pages: Map<string, Page>
  /** Method, path and the condition that came along. */
  readonly requests: { readonly path: string; readonly condition: string | undefined; readonly headers: IncomingMessage['headers']; readonly at: number }[]
  /** How often somebody connected. */
  connections(): number
}

export const startSite = async (pages: Readonly<Record<string, Page>>, { etags = true, host = '127.0.0.1' } = {}): Promise<Site> => {
  const known = new Map(Object.entries(pages))
  const requests: Site['requests'][number][] = []
  let connections = 0
  const server = createServer((request, response) => {
    const path = request.url!
    const condition = request.headers['if-none-match'] ?? request.headers['if-modified-since']
    requests.push({ path, condition, headers: request.headers, at: performance.now() })
    const page = known.get(path)
    if (page === undefined) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>')
    if (typeof page === 'function') return page(request, response)
    send(request, response, page, path, etags)
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    pages: known,
    requests,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const send = (request: IncomingMessage, response: ServerResponse, page: Exclude<Page, Answer>, path: string, etags: boolean): void => {
  const { body, type = typeOf(path), headers = {} } = typeof page === 'string' || page instanceof Uint8Array ? { body: page } : page
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 12)}"`
  if (etags && request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
  response.writeHead(200, { 'content-type': type, ...(etags && { etag }), ...headers }).end(body)
}

const typeOf = (path: string): string => {
  const extension = /\.(\w+)(?:\?|$)/.exec(path)?.[1]
  return (
    { md: 'text/markdown', txt: 'text/plain', pdf: 'application/pdf', xml: 'application/xml', png: 'image/png' }[extension ?? ''] ?? 'text/html; charset=utf-8'
  )
}

export const redirectTo =
  (location: string, status = 302): Answer =>
  (_request, response) =>
    void response.writeHead(status, { location }).end()

export const failWith =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(status, headers).end()
