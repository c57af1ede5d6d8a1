import { AppError } from '../../../base/error.ts'
import type { ModelServer } from './model-server.ts'

/** The ids of `/models`, in the server's order. Throws what `fetch` throws, or an error with `statusCode` as the SDK's have. */
export const listModels = async (server: ModelServer, authorization: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<string[]> => {
  const response = await server.fetch(`${server.baseUrl}/models`, { headers: authorization, redirect: 'manual', ...(signal && { signal }) })
  const text = await response.text()
  if (!response.ok) {
    throw Object.assign(new Error('models'), { statusCode: response.status, responseBody: text, responseHeaders: Object.fromEntries(response.headers) })
  }
  return readIds(text)
}

export const firstModel = async (server: ModelServer, authorization: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<string> => {
  const [first] = await listModels(server, authorization, signal)
  if (first) return first
  throw new AppError('upstream', `The model server at ${server.host} does not say which models it has. Name the one to use in the settings.`, {
    details: { host: server.host, retryable: false },
  })
}

const readIds = (text: string): string[] => {
  try {
    const { data } = JSON.parse(text) as { data?: { id?: unknown }[] }
    return (Array.isArray(data) ? data : []).map((model) => model?.id).filter((id): id is string => typeof id === 'string' && id !== '')
  } catch {
    return []
  }
}
