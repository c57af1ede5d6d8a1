/** Who asks: one function for every surface of the HTTP door. A route without a word about keys needs one. */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../base/error.ts'
import { owner, type Caller } from '../../domain/call.ts'
import { nobody, type Authenticated, type Gate } from '../../operations/key-desk.ts'
import { assertAccess, assertForCustomers, type Access } from '../../operations/operation.ts'
import { countRequest } from './count-request.ts'
import { credentialOf, ownKeyOf, type Credential } from './credential.ts'
import { clearedCookie, sessionTokenOf } from './session-cookie.ts'
import { isFromThisMachine } from './this-machine.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key must be good for; null: no key is needed. Left out: any key. */
    access?: Access | null
    /** Customers may come too. Left out: where a key is needed, none of them. */
    forCustomers?: boolean | undefined
  }
}

export interface AuthenticationSettings {
  readonly gate: Gate
  /** Reachable from other machines: then nobody comes in without a key, not even from this one. */
  readonly isOpen: boolean
  /** On the owner's socket. */
  readonly isLocal: (request: IncomingMessage) => boolean
}

const callers = new WeakMap<FastifyRequest, Caller>()

/** Of a request that came through `authenticate`. */
export const callerOf = (request: FastifyRequest): Caller => {
  const caller = callers.get(request)
  if (!caller) throw new Error(`Nobody asked who sends ${request.method} ${request.url}.`)
  return caller
}

/** For the log; null where a request was refused before it was known who asks. */
export const callerIdOf = (request: FastifyRequest): string | null => callers.get(request)?.id ?? null

/** Refuses with 401, 403 or 429 before the body is read. */
export const authenticate = (server: FastifyInstance, settings: AuthenticationSettings): void => {
  server.addHook('onRequest', async (request, reply) => {
    const { access, forCustomers = false } = request.routeOptions.config
    const caller = await whoAsks(request, reply, settings, access === null)
    if (access) assertAccess(caller, access)
    assertForCustomers(caller, forCustomers || access === null || request.is404)
    callers.set(request, caller)
  })
  server.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 401) reply.header('www-authenticate', 'Bearer realm="Answerable"')
  })
}

const whoAsks = async (request: FastifyRequest, reply: FastifyReply, settings: AuthenticationSettings, isKeyless: boolean): Promise<Caller> => {
  if (settings.isLocal(request.raw)) return owner
  try {
    const credential = credentialOf(request.raw)
    const known = await readKey(request, credential, settings.gate)
    if (known) {
      // What anybody may ask, also the files of the page, is nothing to spend a limit on.
      if (!isKeyless) await countRequest(reply, settings.gate, known)
      return known.caller
    }
    if (!settings.isOpen && isFromThisMachine({ remoteAddress: request.socket.remoteAddress, headers: request.headers })) {
      if (credential.isForeign && (await settings.gate.takesTokens())) throw notOurs()
      return owner
    }
    if (isKeyless) return nobody
    throw noKey()
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'unauthorised' && !(isKeyless && error.code === 'unavailable'))) throw error
    if (error.code === 'unauthorised' && ownKeyOf(request.headers) === null && sessionTokenOf(request.headers))
      reply.header('set-cookie', clearedCookie(request))
    // What anybody may read is not refused for a key that has ended.
    if (isKeyless) return nobody
    throw error
  }
}

/** Null where no key is given. A key in a header goes before the page's cookie. */
const readKey = async (request: FastifyRequest, { own }: Credential, gate: Gate): Promise<Authenticated | null> => {
  if (own !== null) return gate.byKey(own)
  const token = sessionTokenOf(request.headers)
  return token === null ? null : gate.bySession(token)
}

/** Where issuers sign tokens for customers, what was meant as one and is none (`Bearer undefined`) must not make an owner of a customer. */
const notOurs = (): AppError =>
  new AppError(
    'unauthorised',
    'This is no key of this server and no token of its customers. Leave the header out, or send "Authorization: Bearer …" with one that is.',
  )

const noKey = (): AppError =>
  new AppError(
    'unauthorised',
    'This server wants a key: send it as "Authorization: Bearer ans_…", or log in on its page. Whoever runs it makes one with "answerable keys create".',
  )
