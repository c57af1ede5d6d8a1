/** Where a request comes from, as far as it can be known: to share out what strangers may do, never to trust anybody. */
import type { FastifyRequest } from 'fastify'

/**
 * The peer's address, and beside it what the nearest proxy wrote of who is behind it. A stranger may make that up and so count as many: what is
 * shared out by it needs a limit over all.
 */
export const senderAddress = ({ socket, headers }: Pick<FastifyRequest, 'socket' | 'headers'>): string => {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)!
    .trim()
  return [socket.remoteAddress ?? '', forwarded].map(network).join(' ')
}

/** One host has a whole /64 of IPv6 to itself. */
const network = (address: string): string => {
  const plain = address.replace(/^::ffff:/i, '').slice(0, 45)
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain
}
