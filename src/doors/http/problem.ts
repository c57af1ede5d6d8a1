/** Errors as `application/problem+json` (RFC 9457). */
import { isAppError, type ErrorCode } from '../../base/error.ts'

export const httpStatus = {
  invalid: 422,
  unauthorised: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  limited: 429,
  upstream: 502,
  unavailable: 503,
  upstream_timeout: 504,
  no_space: 507,
  // The client has gone: nobody reads it, but a log line and a proxy may (nginx's number).
  cancelled: 499,
  internal: 500,
} satisfies Record<ErrorCode, number>

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly [extra: string]: unknown
}

/** What a user may know of a failure. Anything unexpected is `internal`, without its message: it may hold paths or secrets. */
export const problemOf = (error: unknown): Problem => {
  if (isAppError(error)) return problem(error.code, error.message, error.details)
  const foreign = foreignProblem(error)
  if (foreign) return foreign
  return problem('internal', 'Something went wrong inside Answerable. The log of the server has the whole story; please report it.')
}

/** Seconds for the header Retry-After, where the failure tells when asking again makes sense; null elsewhere. */
export const retryAfterOf = (error: unknown): number | null => {
  const ms = isAppError(error) ? error.details['retryAfterMs'] : undefined
  return typeof ms === 'number' && Number.isFinite(ms) ? Math.max(1, Math.ceil(ms / 1000)) : null
}

const problem = (code: ErrorCode, detail: string, details: Readonly<Record<string, unknown>> = {}): Problem => ({
  // Other details are for programs inside: states of the database, pids.
  ...(details['issues'] !== undefined && { issues: details['issues'] }),
  type: 'about:blank',
  title: titles[code],
  status: httpStatus[code],
  code,
  detail,
})

/** Fastify's own refusals (body not JSON, too large, wrong type) in our words. */
const foreignProblem = (error: unknown): Problem | null => {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return problem('too_large', 'The body is larger than this route takes. Send large files with POST /documents as multipart form data.')
  if (code === 'FST_REQ_FILE_TOO_LARGE')
    return problem('too_large', 'One of the files is larger than an upload may be (ANSWERABLE_UPLOAD_LIMIT_MB). Split it, or ingest it from a folder.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return {
      ...problem('invalid', 'Send the body as JSON, with the header "content-type: application/json"; /docs tells which paths take other kinds.'),
      status: 415,
    }
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return { ...problem('invalid', 'The body is not as long as content-length says.'), status: 400 }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return {
      ...problem(
        'invalid',
        error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY'
          ? 'The body is not valid JSON.'
          : `The request was refused: ${(error as Error).message}.`,
      ),
      status: statusCode,
    }
  }
  return null
}

const titles = {
  invalid: 'Not valid',
  unauthorised: 'Who are you?',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'In conflict',
  too_large: 'Too large',
  limited: 'Too many requests',
  upstream: 'A model server failed',
  unavailable: 'Not available now',
  upstream_timeout: 'A model server did not answer in time',
  no_space: 'No space left',
  cancelled: 'Cancelled',
  internal: 'Internal error',
} satisfies Record<ErrorCode, string>
