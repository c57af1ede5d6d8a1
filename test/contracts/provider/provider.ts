import { generatorContract } from '../generator.ts'
import { answerChecks } from './answers.ts'
import { cancellingChecks } from './cancelling.ts'
import { cutChecks } from './cuts.ts'
import { failureChecks } from './failures.ts'
import { openCase, type ProviderCase } from './provider-case.ts'
import { structuredChecks } from './structured.ts'

/** What every adapter of a provider keeps to, on the stub in the provider's documented format. */
export const providerContract = (provider: ProviderCase): void => {
  generatorContract({
    name: provider.name,
    skip: false,
    open: async () => {
      const { generator, stub, [Symbol.asyncDispose]: dispose } = await openCase(provider)
      // A lone message has no sources: something long is said, so that limits and cancelling have something to cut.
      return Object.assign(Object.create(generator) as typeof generator, {
        stream: (...[messages, asked, signal]: Parameters<typeof generator.stream>) => {
          stub.set(messages.length === 1 ? { text: '1 2 3 4 5 6 7 8 9 10 '.repeat(40), partMs: 1 } : {})
          return generator.stream(messages, asked, signal)
        },
        [Symbol.asyncDispose]: dispose,
      })
    },
  })
  answerChecks(provider)
  structuredChecks(provider)
  failureChecks(provider)
  cutChecks(provider)
  cancellingChecks(provider)
}
