/** Failures in OpenAI's form: https://platform.openai.com/docs/guides/error-codes. */
import { isAppError, type ErrorCode } from '../../base/error.ts'
import { problemOf } from '../http/problem.ts'

export interface OpenAiError {
  readonly status: number
  readonly body: { readonly error: { readonly message: string; readonly type: string; readonly param: string | null; readonly code: string | null } }
}

export const openAiError = (error: unknown): OpenAiError => {
  const { code, detail, status } = problemOf(error)
  const { type, code: theirs = code } = codes[code] ?? { type: 'api_error' }
  const param = paramOf(error)
  return {
    // Clients of OpenAI know 400 for what is wrong with a request.
    status: status === 422 ? 400 : status,
    body: { error: { message: detail, type, param, code: code === 'not_found' && param === 'model' ? 'model_not_found' : theirs } },
  }
}

const codes: Partial<Record<ErrorCode, { readonly type: string; readonly code?: string }>> = {
  invalid: { type: 'invalid_request_error', code: 'invalid_value' },
  unauthorised: { type: 'invalid_request_error', code: 'invalid_api_key' },
  forbidden: { type: 'invalid_request_error', code: 'insufficient_permissions' },
  not_found: { type: 'invalid_request_error' },
  too_large: { type: 'invalid_request_error', code: 'request_too_large' },
  limited: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
}

/** The field of the request that is at fault, in OpenAI's words. */
const paramOf = (error: unknown): string | null => {
  if (!isAppError(error)) return null
  const { param, issues } = error.details as { param?: unknown; issues?: { field: string }[] }
  if (typeof param === 'string') return param
  const field = issues?.[0]?.field.split('.')[0]
  return field === undefined ? null : (params[field] ?? field)
}

const params: Readonly<Record<string, string>> = {
  question: 'messages',
  history: 'messages',
  collection: 'model',
  response_schema: 'response_format',
  texts: 'input',
}
