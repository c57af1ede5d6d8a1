/** The program in this process, as a proxy in front of it sees it: nobody is the owner, everybody needs a key. Tells which routes it has. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { openApp, uploadDirOf, version, type OpenedApp } from '../../src/app.ts'
import { openLog } from '../../src/app/logging.ts'
import { readConfig, type Overrides } from '../../src/config.ts'
import { openHttpDoor } from '../../src/doors/http/server.ts'
import type { NewKey } from '../../src/domain/key.ts'

export interface Route {
  readonly method: string
  /** As Fastify writes it: `/documents/:document_id`. */
  readonly path: string
}

export interface KeyedServer extends AsyncDisposable {
  readonly app: OpenedApp
  readonly url: string
  readonly routes: readonly Route[]
  /** The whole key. */
  makeKey(wanted?: Partial<NewKey>): Promise<{ readonly id: string; readonly text: string }>
  /** As someone on another machine. */
  call(method: string, path: string, init?: { readonly headers?: Record<string, string>; readonly body?: unknown }): Promise<Response>
}

/** How a key travels. */
export const carriers = ['bearer', 'x-api-key', 'cookie'] as const
export type Carrier = (typeof carriers)[number]

export const openKeyedServer = async (overrides: Overrides = {}): Promise<KeyedServer> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-keyed-'))
  const pageDir = join(home, 'page')
  mkdirSync(pageDir)
  for (const name of ['index.html', 'docs.html']) writeFileSync(join(pageDir, name), '<!doctype html>')
  const settings = { dataDir: join(home, 'data'), port: 0, embedder: 'none', generator: 'extractive', handbook: false, requestsPerMinute: 0, ...overrides }
  const config = readConfig(settings, {}, home)
  const routes: Route[] = []
  const watch = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url }: RouteOptions) => void routes.push(...[method].flat().map((one) => ({ method: one, path: url }))))
  }
  subscribe('fastify.initialization', watch)
  const app = await openApp({ config, onLine: () => {}, log: () => {} })
  const door = await openHttpDoor(app, { version, ...config, log: openLog(config), pageDir, uploadDir: uploadDirOf(config) })
  unsubscribe('fastify.initialization', watch)
  return {
    app,
    url: door.url,
    routes,
    makeKey: async (wanted = {}) => {
      const { key, text } = await app.keys.create({
        name: 'test',
        scope: 'ask',
        collections: '*',
        customer: null,
        isStaff: false,
        requestsPerMinute: null,
        expiresAt: null,
        ...wanted,
      })
      return { id: key.id, text }
    },
    call: (method, path, { headers = {}, body } = {}) =>
      fetch(`${door.url}${path}`, {
        method,
        redirect: 'manual',
        headers: { 'x-forwarded-for': '203.0.113.9', ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    [Symbol.asyncDispose]: async () => {
      await door.close()
      await app.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The headers by which a key travels; a cookie is had by logging in. Null: this key is not let in to log in. */
export const carried = async (server: KeyedServer, carrier: Carrier, key: string): Promise<Record<string, string> | null> => {
  if (carrier === 'bearer') return { authorization: `Bearer ${key}` }
  if (carrier === 'x-api-key') return { 'x-api-key': key }
  const response = await server.call('POST', '/session', { body: { key } })
  const cookie = response.headers.get('set-cookie')
  return response.ok && cookie ? { cookie: cookie.split(';')[0]! } : null
}
