import { errors } from 'undici'
import { AppError, isAppError } from '../../base/error.ts'

/** A sentence for what a connection died of. `totalMs` is given when the whole request took longer than that. */
export const explainFailure = (error: unknown, url: URL, totalMs: number | null): unknown => {
  const known = appErrorIn(error)
  if (known) return known
  if (totalMs !== null)
    return new AppError('upstream_timeout', `${url.host} took more than ${totalMs / 1000} s for this page. Try again later.`, { cause: error })
  const code = codeOf(error)
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return new AppError('upstream_timeout', `${url.host} did not answer in time. Try again later.`, { cause: error })
  const sentence = sentences[code] ?? (isCertificateFault(code) ? certificateSentence : null)
  if (sentence) return new AppError('upstream', sentence(url.host), { cause: error })
  if (code.startsWith('ERR_SSL_')) return new AppError('upstream', sentences['EPROTO']!(url.host), { cause: error })
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_') || code.startsWith('ERR_BROTLI'))
    return new AppError('upstream', `${url.host} sent this page packed in a way that cannot be unpacked. Try again later.`, { cause: error })
  if (code === '' && !isProtocolFault(error)) return error
  return new AppError('upstream', `${url.host} broke off while it sent this page (${code || 'no HTTP'}). Try again later.`, { cause: error })
}

const certificateSentence = (host: string): string =>
  `The certificate of ${host} cannot be trusted: nobody known has signed it, it names another host, or it is out of date. For a certificate of your own, start with NODE_EXTRA_CA_CERTS=FILE.`

const isCertificateFault = (code: string): boolean => /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code)

const sentences: Readonly<Record<string, (host: string) => string>> = {
  ECONNREFUSED: (host) => `Nothing listens at ${host}. Check the address.`,
  EHOSTUNREACH: (host) => `${host} cannot be reached from this machine. Check the network.`,
  ENETUNREACH: (host) => `${host} cannot be reached from this machine. Check the network.`,
  UND_ERR_HEADERS_OVERFLOW: (host) => `${host} sent a head that never ended. It was not read.`,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: (host) => `${host} announced another length than it sent. Try again later.`,
  EPROTO: (host) => `${host} does not speak https. Check the address; it may begin with http://.`,
}

const isProtocolFault = (error: unknown): boolean => error instanceof errors.HTTPParserError

const appErrorIn = (error: unknown): AppError | null => {
  for (let it = error; it instanceof Error; it = it.cause) if (isAppError(it)) return it
  return null
}

const codeOf = (error: unknown): string => {
  for (let it = error; it instanceof Error; it = it.cause) {
    const { code } = it as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return ''
}
