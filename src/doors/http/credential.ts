/** What a request brings to say who sends it: one key or token, in one place. Of two, a proxy may have checked one and this server would believe the other. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { AppError } from '../../base/error.ts'
import { looksLikeToken } from '../../domain/signed-customer.ts'

export interface Credential {
  /** A key of ours, or what looks like a customer's token; null: neither. */
  readonly own: string | null
  /** A key of something else, by whatever scheme: clients of OpenAI's and Anthropic's APIs always send one, even where none is needed. */
  readonly isForeign: boolean
}

/** Fails with `unauthorised` where it cannot be told which credential is meant, or where one stands in a place that is not read. */
export const credentialOf = ({ headersDistinct, url = '' }: Pick<IncomingMessage, 'headersDistinct' | 'url'>): Credential => {
  const authorization = headersDistinct['authorization'] ?? []
  const apiKey = headersDistinct['x-api-key'] ?? []
  if (authorization.length > 1 || apiKey.length > 1) throw refused('The same header comes more than once')
  const [scheme = ''] = authorization
  if (bearerOf(scheme) === null && scheme.split(/[\s,="]+/).some(isCertainlyOwn)) throw refused('A key or token comes by another scheme than Bearer')
  // RFC 6750 knows it there too, where it ends in every log on the way.
  if (hasTokenIn(url)) throw refused('A token stands in the address')
  const given = [...new Set([bearerOf(scheme), apiKey[0]?.trim() ?? null].filter((it) => it !== null))]
  const own = given.filter(isOwn)
  if (own.length > 0 && given.length > 1) throw refused('Two different keys come at once')
  return { own: own[0] ?? null, isForeign: own.length === 0 && (given.length > 0 || authorization.length > 0) }
}

/** `Authorization: Bearer`, or `x-api-key` as Anthropic's clients send it; null where neither is there. A proxy may use other schemes for itself. */
export const headerKeyOf = (headers: IncomingHttpHeaders): string | null => {
  const bearer = bearerOf(headers.authorization ?? '')
  if (bearer !== null) return bearer
  const key = headers['x-api-key']
  return typeof key === 'string' ? key.trim() : null
}

/** What is none of ours counts as none. */
export const ownKeyOf = (headers: IncomingHttpHeaders): string | null => {
  const key = headerKeyOf(headers)
  return key !== null && isOwn(key) ? key : null
}

const bearerOf = (authorization: string): string | null => {
  const bearer = /^bearer(?:\s+(.*))?$/i.exec(authorization.trim())
  return bearer && (bearer[1] ?? '').trim()
}

/** Names are compared as a form decodes them: `access%5ftoken` is the same. */
const hasTokenIn = (url: string): boolean =>
  [...new URLSearchParams(url.split('?').slice(1).join('?'))].some(([name, value]) => name.trim().toLowerCase() === 'access_token' && value !== '')

const isOwn = (text: string): boolean => text.startsWith('ans_') || looksLikeToken(text)

const isCertainlyOwn = (word: string): boolean => /^(?:ans_|eyJ)/.test(word)

const refused = (what: string): AppError => new AppError('unauthorised', `${what}. Send one, as "Authorization: Bearer …".`)
