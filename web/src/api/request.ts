/** A failure as the person should read it: one sentence that says what to do. */
export class RequestError extends Error {
  readonly code: string
  constructor(code: string, sentence: string) {
    super(sentence)
    this.name = 'RequestError'
    this.code = code
  }
}

export const serverIsAway = 'The Answerable server does not answer. Start it again, then repeat what you did: nothing that was stored is lost.'

/** Any answer of the server that served this page. */
export const reach = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(new URL(path, document.baseURI), init).catch((error: unknown) => {
    throw isStop(error) ? error : new RequestError('unreachable', serverIsAway)
  })

/** Whatever is not a good answer becomes a `RequestError`; a stop by the person stays an `AbortError`. */
export const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const response = await reach(path, init)
  if (!response.ok) throw toRequestError(await response.json().catch(() => null), response.status)
  return response
}

export const requestJson = async <T>(path: string, init?: RequestInit): Promise<T> => (await (await request(path, init)).json()) as T

/** Told to the window whenever the server does not know, or no longer, who is asking. */
export const isUnauthorised = 'answerable:unauthorised'

/** From problem+json (RFC 9457), in a response or in an `error` event. */
export const toRequestError = (problem: unknown, httpStatus: number): RequestError => {
  const { code, detail, title } = (problem ?? {}) as Record<string, unknown>
  if (code === 'unauthorised') globalThis.dispatchEvent?.(new Event(isUnauthorised))
  const sentence = [detail, title].find((it) => typeof it === 'string' && it !== '')
  return new RequestError(
    typeof code === 'string' ? code : String(httpStatus),
    (sentence as string | undefined) ?? `The server answered ${httpStatus} without saying why. Its log says more.`,
  )
}

export const isStop = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

/** For anything caught: the sentence to show. */
export const sentenceOf = (error: unknown): string =>
  error instanceof RequestError ? error.message : `The page made a mistake: ${error instanceof Error ? error.message : String(error)}. Reload it and try again.`
