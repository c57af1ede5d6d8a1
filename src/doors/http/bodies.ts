/** Bodies on their way in: each has a size and a time, and all of them together a room in memory. */
import type { IncomingMessage } from 'node:http'
import { errorCodes } from 'fastify'
import { AppError } from '../../base/error.ts'

export interface BodyLimits {
  readonly mostBytes: number
  readonly timeoutMs: number
}

export interface Bodies {
  /**
   * The body as text. Fails with Fastify's own error beyond `mostBytes`, with status 408 when it has not come in time, and with `unavailable`
   * when it is the oldest of too many.
   */
  read(payload: IncomingMessage, limits: BodyLimits): Promise<string>
}

interface Arriving {
  bytes: number
  readonly refuse: (error: Error) => void
}

const retryAfterMs = 2_000

/** @param room bytes that unfinished bodies may hold together; one alone may always be as large as its own limit says. */
export const openBodies = (room: number): Bodies => {
  // In the order they began: who trickles is the first to go.
  const arriving = new Set<Arriving>()
  let held = 0

  const makeRoom = (): void => {
    for (const oldest of arriving) {
      if (held <= room || arriving.size === 1) return
      oldest.refuse(noRoom())
    }
  }

  return {
    read: (payload, { mostBytes, timeoutMs }) =>
      new Promise((resolve, reject) => {
        const chunks: Buffer[] = []
        const settle = (outcome: () => void): void => {
          clearTimeout(timer)
          payload.off('data', take).off('end', finish).off('error', leave)
          arriving.delete(body)
          held -= body.bytes
          outcome()
        }
        const refuse = (error: Error): void => settle(() => reject(error))
        const leave = (): void => refuse(new AppError('cancelled', 'The client closed the connection.'))
        const finish = (): void => settle(() => resolve(Buffer.concat(chunks).toString('utf8')))
        const take = (chunk: Buffer): void => {
          chunks.push(chunk)
          body.bytes += chunk.length
          held += chunk.length
          if (body.bytes > mostBytes) refuse(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
          else if (held > room) makeRoom()
        }
        const body: Arriving = { bytes: 0, refuse }
        const timer = setTimeout(() => refuse(tooSlow(timeoutMs)), timeoutMs)
        arriving.add(body)
        if (Number(payload.headers['content-length']) > mostBytes) refuse(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE())
        else payload.on('data', take).on('end', finish).on('error', leave)
      }),
  }
}

const tooSlow = (timeoutMs: number): Error => Object.assign(new Error(`its body did not come within ${timeoutMs / 1000} s`), { statusCode: 408 })

const noRoom = (): AppError =>
  new AppError('unavailable', 'More bodies are on their way than fit in memory, and this one is the slowest. Send it again in a few seconds.', {
    details: { retryAfterMs },
  })
