import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../../domain/call.ts'

/** What a request brings that is no part of its body: the HTTP door knows it, and tells every route beside its table. */
export interface RequestFacts {
  /** Fails where nobody asked who sends it. */
  callerOf(request: FastifyRequest): Caller
  /** Aborted when the client has gone, and when the program cannot wait for the answer any longer. */
  signalOf(reply: FastifyReply): AbortSignal
  /** Writes into the log what the answer does not say. */
  logFailure(error: unknown, request: FastifyRequest): void
}
