/** What is answered in place of any completion: wrong keys, failures with a status, requests that a real server would not take. */
import type { StubOptions, StubRequest } from './options.ts'
import { textOf } from './tokens.ts'
import type { WireFormat } from './wire-format.ts'

export interface EarlyAnswer {
  readonly status: number
  /** A string goes as it is, anything else as JSON. */
  readonly body: unknown
  readonly headers?: Record<string, string>
}

/** `refuse`: the socket is closed without a word. */
export const failEarly = (
  state: { readonly options: StubOptions; failed: number },
  request: StubRequest,
  format: WireFormat,
): EarlyAnswer | 'refuse' | null => {
  const { fault, apiKey } = state.options
  const sent = format.keyOf(request.headers)
  if (apiKey !== undefined && sent !== apiKey) {
    return { status: 401, body: format.error(401, `Incorrect API key provided: ${sent}. You can find your key in the console.`, 'invalid_api_key') }
  }
  const isAbout = !request.path.endsWith('/models') && (fault?.kind === 'status' || fault?.kind === 'refuse')
  if (!isAbout || state.failed >= (fault.times ?? Infinity)) return null
  state.failed += 1
  if (fault.kind === 'refuse') return 'refuse'
  const { status, retryAfterSeconds, headers = {}, echo } = fault
  const message = echo ? `Key ${sent} may not ask: ${promptOf(request, format)}` : `Failing with ${status} as asked.`
  return {
    status,
    body: fault.body ?? format.error(status, message, 'stub_fault'),
    headers: { ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }), ...headers },
  }
}

const promptOf = ({ body }: StubRequest, format: WireFormat): string =>
  format
    .readRequest(body ?? {})
    .messages.map(({ content }) => textOf(content))
    .join(' ')

export const refuse = (options: StubOptions, format: WireFormat, body: Record<string, unknown>, models: readonly string[]): EarlyAnswer | null => {
  const { model } = format.readRequest(body)
  const name = options.unsupported?.find((it) => has(body, it))?.split(/[.=]/)[0]
  if (name) {
    const message = `Unsupported parameter: '${name}' is not supported with this model.`
    return { status: 400, body: format.error(400, message, 'unsupported_parameter', name) }
  }
  if (!options.strictModels || models.includes(model)) return null
  return { status: 404, body: format.error(404, `The model '${model}' does not exist.`, 'model_not_found') }
}

/** `name`, or `name.inner=value`. */
const has = (body: Record<string, unknown>, condition: string): boolean => {
  const [path = '', value] = condition.split('=')
  const found = path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], body)
  return value === undefined ? found !== undefined : found === value
}
