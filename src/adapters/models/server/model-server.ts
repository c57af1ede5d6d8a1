/** The connection to a model server: its address, its own pool of sockets, and a ceiling on what it may send. */
import { AppError } from '../../../base/error.ts'

export interface ModelServer {
  /** With `/v1` or whatever path the user gave, no slash at the end. */
  readonly baseUrl: string
  readonly host: string
  readonly fetch: typeof fetch
  close(): Promise<void>
}

/**
 * `http://host:port` means `http://host:port/v1`; proxies of the environment are used, but never for this machine.
 * `settings` are the names of address and key for the sentences of errors.
 */
export const openModelServer = (address: string, connectMs: number, settings: AddressSettings = openAiSettings): ModelServer => {
  const url = readAddress(address, settings)
  const opening = openPool(connectMs)
  // A pool that cannot be opened is told by the first call.
  opening.catch(() => {})
  return {
    baseUrl: url.href.replace(/\/$/, ''),
    host: url.host,
    fetch: async (input, init) => {
      const { fetch, pool } = await opening
      const response = (await fetch(input as string, { ...(init as object), dispatcher: pool })) as unknown as Response
      return limitBody(response)
    },
    close: async () => (await opening).pool.destroy(),
  }
}

export interface AddressSettings {
  readonly urlSetting: string
  readonly keySetting: string
}

const openAiSettings: AddressSettings = { urlSetting: 'OPENAI_BASE_URL', keySetting: 'OPENAI_API_KEY' }

const readAddress = (address: string, { urlSetting, keySetting }: AddressSettings): URL => {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AppError('invalid', `${urlSetting} is not a web address. Write it like http://127.0.0.1:11434/v1.`)
  }
  if (url.username || url.password) throw new AppError('invalid', `${urlSetting} holds a user or a password. Put the key into ${keySetting} instead.`)
  if (url.pathname === '/') url.pathname = '/v1'
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|messages)$/, '')
  url.hash = ''
  return url
}

const openPool = async (connectMs: number) => {
  const { EnvHttpProxyAgent, fetch } = await import('undici')
  const noProxy = ['localhost', '127.0.0.1', '::1', process.env.no_proxy ?? process.env.NO_PROXY].filter(Boolean).join(',')
  // Waiting is limited by the caller's phases, so the pool's own limits are off.
  const pool = new EnvHttpProxyAgent({ connect: { timeout: connectMs }, headersTimeout: 0, bodyTimeout: 0, noProxy })
  return { fetch, pool }
}

// Four thousand tokens with all that servers wrap around each are 2 MB; reasoning may be ten times that.
const maxBytes = 32 * 1024 * 1024

/** A server that never ends a line would otherwise fill the memory behind the event parser. */
const limitBody = (response: Response): Response => {
  if (!response.body) return response
  let bytes = 0
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength
        if (bytes <= maxBytes) return controller.enqueue(chunk)
        controller.error(
          new AppError('upstream', 'The model server sent far more than it was asked for. Ask again, or look at that server.', {
            details: { retryable: false },
          }),
        )
      },
    }),
  )
  return new Response(counted, { status: response.status, statusText: response.statusText, headers: response.headers })
}
