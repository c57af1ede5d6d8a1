/** The page's cookie: a random id and nothing else. No script reads it, no other site sends it. */
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'

export const cookieName = 'answerable_session'

export const sessionTokenOf = ({ cookie = '' }: IncomingHttpHeaders): string | null => {
  const pair = cookie.split(';').find((it) => it.trimStart().startsWith(`${cookieName}=`))
  return pair ? pair.trim().slice(cookieName.length + 1) : null
}

export const sessionCookie = (request: FastifyRequest, token: string, expiresAt: Date): string =>
  `${cookieName}=${token}; Expires=${expiresAt.toUTCString()}${attributes(request)}`

export const clearedCookie = (request: FastifyRequest): string => `${cookieName}=; Max-Age=0${attributes(request)}`

const attributes = (request: FastifyRequest): string => `; Path=/; HttpOnly; SameSite=Strict${isHttps(request) ? '; Secure' : ''}`

/** As the proxy in front says: this server itself speaks plain HTTP. A lie costs the liar the cookie. */
const isHttps = ({ headers }: FastifyRequest): boolean =>
  headers['x-forwarded-proto'] === 'https' || /(?:^|[;,\s])proto="?https\b/i.test(String(headers.forwarded ?? ''))
