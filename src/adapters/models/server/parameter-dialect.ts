import type { CallError } from './upstream-error.ts'

type Body = Record<string, unknown>

export interface ParameterDialect {
  translate(body: Body): Body
  /** True when the error names a parameter that can be said otherwise, or left out, and was not yet: send again. */
  learn(error: unknown): boolean
}

/**
 * Newer models of OpenAI, and proxies in front of them, refuse `max_tokens` (they want `max_completion_tokens`) or any `temperature`;
 * other servers know only `max_tokens`. So the common words are tried first, and what a server refuses is remembered.
 */
export const parameterDialect = (): ParameterDialect => {
  const refused = new Set<string>()
  return {
    translate: (body) => {
      const translated = Object.fromEntries(Object.entries(body).filter(([name]) => !refused.has(name)))
      if (refused.has('max_tokens') && body.max_tokens !== undefined) translated.max_completion_tokens = body.max_tokens
      return translated
    },
    learn: (error) => {
      const name = refusedParameter(error)
      if (!name || refused.has(name)) return false
      refused.add(name)
      return true
    },
  }
}

/** Those that an answer can do without. */
const optional = ['max_tokens', 'temperature', 'reasoning_effort', 'thinking', 'store', 'stream_options']

const refusedParameter = (error: unknown): string | undefined => {
  const { statusCode, responseBody = '' } = error as CallError
  if (statusCode !== 400 && statusCode !== 422) return undefined
  if (!/unsupported|not supported|deprecated|unrecogni[sz]ed|not permitted|does not support/i.test(responseBody)) return undefined
  return optional.find((name) => new RegExp(`(["'\`]|\\b)${name}(["'\`]|:)`).test(responseBody))
}
