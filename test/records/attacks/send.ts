/** Sends an attempt as it is written, doubled headers included, and keeps every byte that comes back. */
import { request, Agent } from 'node:http'
import type { Attempt, Mint } from './attempt.ts'

export interface Reply {
  /** 0: the connection ended before there was one. */
  readonly status: number
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: string
}

export type Send = (attempt: Attempt) => Promise<Reply>

/** From another machine, as a proxy says it: nobody is the owner. */
const fromAfar = ['x-forwarded-for', '203.0.113.9']

export const sender = (url: string, mint: Mint): Send & { close(): void } => {
  const { hostname, port, host } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const once: Send = ({ method, path, headers, body, credential, attacker }) =>
    new Promise((resolve) => {
      const own = credential === 'own' ? ['authorization', `Bearer ${mint.good(attacker)}`] : []
      const length = body === null ? [] : ['content-length', String(Buffer.byteLength(body))]
      const sent = request({ hostname, port, agent, method, path, headers: ['host', host, ...fromAfar, ...own, ...headers, ...length] })
      sent.on('error', (error) => resolve({ status: 0, headers: [], body: String(error) }))
      sent.on('response', (response) => {
        const pieces: Buffer[] = []
        const done = (): void => resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders, body: Buffer.concat(pieces).toString() })
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('close', done)
        response.on('error', done)
      })
      sent.end(body ?? undefined)
    })
  // A connection that the server closed while it was idle, as it does after a refused head, is no reply.
  const send: Send = async (attempt) => {
    const reply = await once(attempt)
    return reply.status === 0 ? once(attempt) : reply
  }
  return Object.assign(send, { close: () => agent.destroy() })
}

/** Some at a time, in order of their start. */
export const eachAtMost = async <Item>(items: Iterable<Item>, most: number, work: (item: Item) => Promise<void>): Promise<void> => {
  const iterator = items[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let step = iterator.next(); !step.done; step = iterator.next()) await work(step.value)
  }
  await Promise.all(Array.from({ length: most }, worker))
}
