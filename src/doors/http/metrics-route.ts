import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import { hasHash } from '../../base/secret.ts'
import { assertMayUse } from '../../domain/call.ts'
import type { Metrics } from '../../domain/metrics.ts'
import { nobody } from '../../operations/key-desk.ts'
import { callerOf } from './authenticate.ts'
import { headerKeyOf } from './credential.ts'

/** For Prometheus: with its own token, or with an admin key for all collections, or from this machine where no keys are asked for. */
export const metricsRoute = (server: FastifyInstance, metrics: Metrics, token: string | undefined): void => {
  const tokenHash = token === undefined ? null : sha256(token)
  server.get('/metrics', { config: { access: null } }, async (request, reply) => {
    if (!hasToken(request, tokenHash)) assertMayScrape(request)
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}

const hasToken = ({ headers }: FastifyRequest, tokenHash: string | null): boolean => {
  const given = headerKeyOf(headers)
  return tokenHash !== null && given !== null && hasHash(given, tokenHash)
}

const assertMayScrape = (request: FastifyRequest): void => {
  const caller = callerOf(request)
  if (caller === nobody) {
    throw new AppError('unauthorised', 'Metrics want the token of ANSWERABLE_METRICS_TOKEN, or an admin key for all collections, as "Authorization: Bearer …".')
  }
  assertMayUse(caller, 'admin')
  if (caller.collections !== '*') throw new AppError('forbidden', 'Metrics are about all collections, and this key is for some. Use ANSWERABLE_METRICS_TOKEN.')
}
