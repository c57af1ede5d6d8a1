/** Logging in and out on the page: a key becomes a cookie. `GET /session` tells who is asking (`operations/session.ts`). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../base/error.ts'
import type { App } from '../../operations/app.ts'
import { perform } from '../../operations/operation.ts'
import { getSession } from '../../operations/session.ts'
import { loginAttempts } from './login-attempts.ts'
import type { RouteLoad } from './refuse-early.ts'
import { senderAddress } from './sender-address.ts'
import { clearedCookie, sessionCookie, sessionTokenOf } from './session-cookie.ts'

export const sessionRoutes = (server: FastifyInstance, app: App): void => {
  const attempts = loginAttempts()
  server.post('/session', { ...forStrangers, onRequest: fewAtOnce() }, async (request, reply) => {
    const { key } = (request.body ?? {}) as { key?: unknown }
    if (typeof key !== 'string') throw new AppError('invalid', 'Send the key as {"key": "ans_…"}; a customer sends their signed token there.')
    const text = key.trim()
    const { token, expiresAt, caller } = await attempts.attempt(senderAddress(request), text, () => app.gate.openSession(text))
    reply.header('set-cookie', sessionCookie(request, token, expiresAt))
    return perform(app, getSession, {}, { caller })
  })
  server.delete('/session', forStrangers, async (request, reply) => {
    const token = sessionTokenOf(request.headers)
    if (token) await app.gate.closeSession(token)
    return reply.header('set-cookie', clearedCookie(request)).code(204).send()
  })
}

/** Anybody may send to these, so what they send is small and comes at once. */
const forStrangers = { bodyLimit: 10_240, config: { access: null, load: {} satisfies RouteLoad, bodyTimeoutMs: 5_000 } } as const

const mostAtOnce = 64

/** Strangers who log in slowly do not take the places of those who have a key. */
const fewAtOnce = () => {
  let open = 0
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (open >= mostAtOnce) throw new AppError('unavailable', 'Too many log in just now. Try again in a moment.', { details: { retryAfterMs: 1_000 } })
    open++
    reply.raw.once('close', () => open--)
  }
}

/** For the API description. */
export const sessionPaths = {
  '/session': {
    post: {
      operationId: 'openSession',
      summary: "Log in on the page: the key, or a customer's signed token, becomes a cookie",
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { type: 'object', required: ['key'], properties: { key: { type: 'string', maxLength: 8192 } } } } },
      },
      responses: { 200: { description: 'Who is asking now, as GET /session tells' }, default: { $ref: '#/components/responses/Problem' } },
    },
    delete: {
      operationId: 'closeSession',
      summary: 'Log out on the page',
      responses: { 204: { description: 'Logged out' }, default: { $ref: '#/components/responses/Problem' } },
    },
  },
} as const
