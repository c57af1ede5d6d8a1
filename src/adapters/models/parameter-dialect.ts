type Body = Record<string, unknown>

export interface ParameterDialect {
  translate(body: Body): Body
  /** True when the error names a parameter that can be said otherwise, and was not yet: send again. */
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
      const { max_tokens: maxTokens, temperature, ...rest } = body
      return {
        ...rest,
        ...(maxTokens !== undefined && { [refused.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens']: maxTokens }),
        ...(temperature !== undefined && !refused.has('temperature') && { temperature }),
      }
    },
    learn: (error) => {
      const name = refusedParameter(error)
      if (!name || refused.has(name)) return false
      refused.add(name)
      return true
    },
  }
}

const refusedParameter = (error: unknown): string | undefined => {
  const { statusCode, responseBody = '' } = error as { statusCode?: number; responseBody?: string }
  if (statusCode !== 400 && statusCode !== 422) return undefined
  if (!/unsupported|not supported|deprecated/i.test(responseBody)) return undefined
  return ['max_tokens', 'temperature'].find((name) => new RegExp(`["'\`]${name}["'\`]`).test(responseBody))
}
