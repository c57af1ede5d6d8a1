/** From a request to an operation's raw input: path parameters, then query or body. Checking is the operation's work. */
import type { FastifyRequest } from 'fastify'
import { AppError } from '../../base/error.ts'
import type { HttpRoute } from '../../operations/operation.ts'

export const gatherInput = (route: HttpRoute, request: FastifyRequest): unknown => {
  const params = request.params as Record<string, string>
  if (route.method === 'GET' || route.method === 'DELETE') return { ...numbersRead(request.query as Record<string, unknown>), ...params }
  const body = request.body
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new AppError('invalid', 'Send a JSON object as the body, with the header "content-type: application/json".')
  }
  return { ...body, ...params }
}

/** A query string has only texts: what looks like an integer where a number is wanted becomes one. */
const numberFields = new Set(['limit', 'position', 'after', 'days', 'slow_ms'])

const numbersRead = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      numberFields.has(name) && typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ]),
  )
