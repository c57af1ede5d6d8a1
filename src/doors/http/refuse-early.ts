/** Who cannot be served is told before a body is read or parsed: a refusal costs next to nothing, and says when to come again. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../base/error.ts'
import type { Admission, LineName } from '../../domain/admission.ts'
import type { InFlight } from './in-flight.ts'

/** What a route says of itself, in Fastify's `config`. */
export interface RouteLoad {
  /** The line its operation stands in. */
  readonly line?: LineName | undefined
  /** Answered whatever happens: health, readiness, status, metrics. */
  readonly isVital?: boolean
}

export interface Gates {
  readonly admission: Admission | undefined
  readonly inFlight: Pick<InFlight, 'size'>
  /** Requests and streams together. */
  readonly mostOpen: number
}

/** Routes without a `load` (the page's files) are always answered. */
export const refuseEarly = (server: FastifyInstance, { admission, inFlight, mostOpen }: Gates, callerIdOf: (request: FastifyRequest) => string): void => {
  server.addHook('onRequest', async (request) => {
    const { load } = request.routeOptions.config as { load?: RouteLoad }
    if (!load || load.isVital) return
    if (inFlight.size > mostOpen) throw tooManyOpen(mostOpen)
    const refusal = admission?.refusal() ?? (load.line && admission?.lines[load.line].refusal(callerIdOf(request)))
    if (refusal) throw refusal
  })
}

const tooManyOpen = (most: number): AppError =>
  new AppError('unavailable', `${most} requests and streams are open already. Ask again in a moment; ANSWERABLE_OPEN_STREAMS says how many may be.`, {
    details: { retryAfterMs: 2_000 },
  })
