import type { FastifyReply } from 'fastify'
import { AppError } from '../../base/error.ts'
import type { Authenticated, Gate } from '../../operations/key-desk.ts'

/** Counts the request against its key, and tells how the key stands (draft-ietf-httpapi-ratelimit-headers). Fails with `limited`. */
export const countRequest = async (reply: FastifyReply, gate: Gate, authenticated: Authenticated): Promise<void> => {
  const allowance = await gate.count(authenticated)
  if (!allowance) return
  const { isAdmitted, limit, remaining, resetMs, retryAfterMs } = allowance
  reply.header('ratelimit-policy', `"requests";q=${limit};w=60`)
  reply.header('ratelimit', `"requests";r=${isAdmitted ? remaining : 0};t=${Math.ceil(resetMs / 1000)}`)
  if (isAdmitted) return
  throw new AppError('limited', `This key may make ${limit} requests a minute. Ask again in ${Math.ceil(retryAfterMs / 1000)} s.`, {
    details: { retryAfterMs },
  })
}
