import type { Capabilities, Generator } from '../domain/model.ts'
import { withStream } from './with-stream.ts'

/**
 * What is known of a model beside what its adapter can tell: a longer answer than it can write is not asked for (providers refuse the whole
 * request for it), so it ends with `length` instead.
 */
export const limitedGenerator = (inner: Generator, known: Partial<Capabilities>): Generator => {
  const limited = withStream(inner, (messages, asked, signal) => {
    const { maxOutputTokens } = capabilities()
    return inner.stream(messages, { ...asked, maxTokens: Math.min(asked.maxTokens, maxOutputTokens ?? Infinity) }, signal)
  })
  const capabilities = (): Capabilities => ({ ...inner.capabilities, ...known })
  return Object.defineProperty(limited, 'capabilities', { get: capabilities, enumerable: true })
}
