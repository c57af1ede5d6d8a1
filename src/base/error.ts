/**
 * Every failure a user may see: one of these codes, and a sentence that says what happened and what to do next.
 * Doors translate codes (HTTP status, exit code); whatever is not an AppError is `internal` to the user and whole in the log.
 */
export const errorCodes = [
  'invalid',
  'unauthorised',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'limited',
  'upstream',
  'upstream_timeout',
  'unavailable',
  'no_space',
  'cancelled',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

export class AppError extends Error {
  readonly code: ErrorCode
  /** What a program may want beside the sentence: field names, retry times. Never secrets. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? {}
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError

/** The same error after a hop through a worker or a socket: workers post `toPlain(error)`, callers rethrow `fromPlain(it)`. */
export interface PlainError {
  code: ErrorCode | null
  name: string
  message: string
  stack: string | undefined
  details: Readonly<Record<string, unknown>>
}

export const toPlain = (error: unknown): PlainError => {
  if (isAppError(error)) {
    return { code: error.code, name: error.name, message: error.message, stack: error.stack, details: error.details }
  }
  if (error instanceof Error) {
    return { code: null, name: error.name, message: error.message, stack: error.stack, details: {} }
  }
  return { code: null, name: 'Error', message: String(error), stack: undefined, details: {} }
}

export const fromPlain = (plain: PlainError): Error => {
  if (plain.code) return new AppError(plain.code, plain.message, { details: { ...plain.details } })
  const error = new Error(plain.message)
  error.name = plain.name
  if (plain.stack) error.stack = plain.stack
  return error
}
