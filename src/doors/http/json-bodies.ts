/** JSON bodies: bounded in size, time and depth before anything is made of them. */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../base/error.ts'
import { openBodies } from './bodies.ts'
import { isNestedDeeper } from './json-depth.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How long a body may take to arrive; left out: 30 s. */
    bodyTimeoutMs?: number
  }
}

// 5 MB pass in it at 1.3 Mbit/s.
const usualTimeoutMs = 30_000
// The deepest that any operation takes is a schema for a structured answer.
const mostLevels = 100

/** @param room bytes that unfinished bodies may hold together. */
export const takeJsonBodies = (server: FastifyInstance, room: number): void => {
  const bodies = openBodies(room)
  // Refuses `__proto__` and `constructor.prototype`.
  const parse = server.getDefaultJsonParser('error', 'error')
  const parsed = (request: FastifyRequest, text: string): Promise<unknown> =>
    new Promise((resolve, reject) => void parse(request, text, (error, body) => (error ? reject(error) : resolve(body))))

  // No route reads plain text.
  server.removeContentTypeParser('text/plain')
  server.addContentTypeParser('application/json', async (request: FastifyRequest, payload: IncomingMessage) => {
    const { bodyLimit, config } = request.routeOptions
    const text = await bodies.read(payload, { mostBytes: bodyLimit, timeoutMs: config.bodyTimeoutMs ?? usualTimeoutMs })
    if (isNestedDeeper(text, mostLevels)) throw tooDeep()
    return parsed(request, text)
  })
}

const tooDeep = (): AppError => new AppError('invalid', `The body is nested deeper than ${mostLevels} levels. Send a flatter one.`)
