/**
 * A client that knows one method. It connects to one address, found once; follows no redirect; sends no cookie; reads a bounded body;
 * and ends with its signal, also when the other side sends a byte a second.
 */
import { lookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { PeerCertificate, TLSSocket } from 'node:tls'

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly mostBytes: number
  readonly signal: AbortSignal
  /** Certificates (PEM) that are trusted instead of the system's. */
  readonly ca?: string
}

export interface Got {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** There was more than `mostBytes`. */
  readonly isCut: boolean
  readonly timingsMs: { readonly dns: number; readonly connect: number; readonly tls: number | null; readonly firstByte: number; readonly total: number }
  readonly certificate: PeerCertificate | null
}

/** Fails with the system's own code (`ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED` …). */
export const get = async (address: string, { headers = {}, mostBytes, signal, ca }: GetOptions): Promise<Got> => {
  const url = new URL(address)
  const began = performance.now()
  const since = (): number => Math.round(performance.now() - began)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const resolved = isIP(host) ? { address: host, family: isIP(host) } : await lookup(host)
  const timings = { dns: since(), connect: 0, tls: null as number | null, firstByte: 0, total: 0 }
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    let certificate: PeerCertificate | null = null
    const request = send(url, {
      method: 'GET',
      headers: { 'user-agent': 'answerable', accept: '*/*', 'accept-encoding': 'identity', ...headers },
      agent: false,
      signal,
      ...(ca !== undefined && { ca }),
      lookup: (_name, options, done) => (options.all ? done(null, [resolved]) : done(null, resolved.address, resolved.family)),
    })
    request.once('socket', (socket) => {
      socket.once('connect', () => (timings.connect = since()))
      socket.once('secureConnect', () => {
        timings.tls = since()
        certificate = (socket as TLSSocket).getPeerCertificate()
      })
    })
    request.once('error', reject)
    // An answer "101 Switching Protocols", which nobody asked for.
    request.once('upgrade', (_response, socket) => {
      socket.destroy()
      reject(Object.assign(new Error('The server changed to another protocol.'), { code: 'EPROTO' }))
    })
    request.once('close', () => reject(Object.assign(new Error('The connection was closed without an answer.'), { code: 'ECONNRESET' })))
    request.once('response', (response) => {
      timings.firstByte = since()
      const chunks: Buffer[] = []
      let bytes = 0
      const finish = (isCut: boolean): void => {
        const body = Buffer.concat(chunks).subarray(0, mostBytes)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, isCut, timingsMs: { ...timings, total: since() }, certificate })
        if (isCut) request.destroy()
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes > mostBytes) finish(true)
      })
      response.once('end', () => finish(false))
      response.once('error', reject)
      response.once('aborted', () => reject(Object.assign(new Error('The answer broke off.'), { code: 'ECONNRESET' })))
    })
    request.end()
  })
}

/** What the system calls it, for a fact: codes only, never words from outside. */
export const failureCode = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: unknown }
  if (name === 'AbortError' || code === 'ABORT_ERR') return 'ETIMEDOUT'
  return typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'EUNKNOWN'
}
