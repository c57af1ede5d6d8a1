import { AppError, isAppError, type ErrorCode } from '../base/error.ts'
import type { Capabilities, Generator, GeneratorPart } from '../domain/model.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'

export interface ChainLink {
  readonly generator: Generator
  /** Shared by all chains that hold this generator. */
  readonly breaker: CircuitBreaker
}

export type Chain = readonly [ChainLink, ...ChainLink[]]

export interface FallbackOptions {
  /** Something else answers when no model does: then a chain whose models all fail again and again is not asked, and fails at once. */
  readonly mayRefuse?: boolean
}

/**
 * Several generators as one: the next is asked when one failed before its first word. Never after text was yielded, never when the caller
 * cancelled or asked for what cannot be. A prompt that was too large for one goes only to those with a larger window.
 * Who fails again and again is passed over for a while; when that leaves nobody, all are asked.
 * `finish.model` tells who answered; the error of them all names each with its sentence.
 */
export const fallbackGenerator = (chain: Chain, { mayRefuse = false }: FallbackOptions = {}): Generator => {
  const generators = chain.map(({ generator }) => generator)
  return {
    get id() {
      return liveLink(chain).generator.id
    },
    // A prompt made for the chain fits each of its models.
    get contextTokens() {
      return Math.min(...generators.map((it) => it.contextTokens))
    },
    get passageBudgetTokens() {
      return liveLink(chain).generator.passageBudgetTokens
    },
    get capabilities() {
      return weakestOf(generators.map((it) => it.capabilities))
    },
    countTokens: (text) => countWithAny(chain, text),
    costOf: (usage) => sumOf(generators.map((it) => it.costOf?.(usage) ?? (it.costOf ? null : 0))),
    close: async () => void (await Promise.allSettled(generators.map((it) => it.close()))),
    async *stream(messages, asked, signal) {
      const failures: Failure[] = []
      for (const link of inTurn(chain, mayRefuse)) {
        if (isTooSmall(link.generator, failures)) continue
        const error = yield* streamOf(link, link.generator.stream(messages, asked, signal), signal)
        if (!error) return
        failures.push({ generator: link.generator, error })
      }
      throw errorOfAll(chain, failures)
    },
  }
}

const sumOf = (costs: readonly (number | null)[]): number | null =>
  costs.reduce<number | null>((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0)

/** The one that would be asked now. */
export const liveLink = (chain: Chain): ChainLink => chain.find(({ breaker }) => breaker.state !== 'open') ?? chain[0]

interface Failure {
  readonly generator: Generator
  readonly error: AppError
}

const isTooSmall = ({ contextTokens }: Generator, failures: readonly Failure[]): boolean =>
  failures.some(({ generator, error }) => error.code === 'too_large' && contextTokens <= generator.contextTokens)

/** Those that may be asked, in order; all of them where none may and nobody else could answer. */
function* inTurn(chain: Chain, mayRefuse: boolean): Iterable<ChainLink> {
  let asked = 0
  for (const link of chain) {
    if (!link.breaker.enter()) continue
    asked += 1
    yield link
  }
  if (asked === 0 && !mayRefuse) yield* chain
}

/** Passes a stream on. Returns the failure after which the next may be asked, null when it ended well; other failures are thrown. */
async function* streamOf(
  { generator, breaker }: ChainLink,
  stream: AsyncIterable<GeneratorPart>,
  signal: AbortSignal | undefined,
): AsyncGenerator<GeneratorPart, AppError | null> {
  let hasText = false
  try {
    for await (const part of stream) {
      hasText ||= part.type === 'text-delta' && part.text !== ''
      if (part.type === 'finish') breaker.succeeded()
      yield part.type === 'finish' ? { ...part, model: part.model ?? generator.id } : part
    }
    return null
  } catch (error) {
    const isTheirs = !signal?.aborted && isAppError(error) && failuresOfModels.has(error.code)
    if (isTheirs && !isOfBudget(error)) breaker.failed(error.message)
    const mayGoOn = isTheirs || (!signal?.aborted && isAppError(error) && error.code === 'too_large')
    if (hasText || !mayGoOn) throw error
    return error as AppError
  } finally {
    breaker.left()
  }
}

/** No failure of the model: there is no money for it. Another may cost less, or nothing. */
const isOfBudget = ({ details }: AppError): boolean => details['part'] === 'budget'

/** What another model may do better. `invalid` is ours: it would be as wrong there. */
const failuresOfModels: ReadonlySet<ErrorCode> = new Set(['upstream', 'upstream_timeout', 'unavailable', 'limited'])

const errorOfAll = (chain: Chain, failures: readonly Failure[]): AppError => {
  const [first] = failures
  if (chain.length === 1 && first) return first.error
  if (chain.length === 1) return passedOver(chain[0])
  const sentences = chain.map(({ generator, breaker }) => {
    const error = failures.find((it) => it.generator === generator)?.error
    if (error) return `${generator.id}: ${error.message}`
    const why = breaker.state === 'closed' ? 'its window is no larger.' : `it failed again and again. ${breaker.lastFailure ?? ''}`
    return `${generator.id} was not asked: ${why}`
  })
  return new AppError(first?.error.code ?? 'unavailable', `None of the models answered. ${sentences.join(' ')}`, {
    cause: first?.error,
    details: {
      models: failures.map(({ generator, error }) => ({ id: generator.id, code: error.code })),
      ...retryAfterOf(failures),
      ...(failures.length > 0 && failures.every(({ error }) => isOfBudget(error)) && { part: 'budget' }),
    },
  })
}

const passedOver = ({ generator, breaker }: ChainLink): AppError =>
  new AppError('unavailable', `${generator.id} failed again and again and is not asked for a while. ${breaker.lastFailure ?? ''}`.trimEnd())

const retryAfterOf = (failures: readonly Failure[]): { retryAfterMs?: number } => {
  const waits = failures.map(({ error }) => error.details['retryAfterMs']).filter((ms) => typeof ms === 'number')
  return waits.length > 0 ? { retryAfterMs: Math.min(...waits) } : {}
}

const structuredOrder = ['prompt', 'json', 'strict'] as const

/** What can be relied on whoever answers. */
const weakestOf = (all: readonly Capabilities[]): Capabilities => {
  const limits = all.map((it) => it.maxOutputTokens).filter((limit) => limit !== null)
  const languages = all.map((it) => it.languages).filter((codes) => codes !== null)
  return {
    structured: structuredOrder.find((level) => all.some((it) => it.structured === level))!,
    tools: all.every((it) => it.tools),
    maxOutputTokens: limits.length > 0 ? Math.min(...limits) : null,
    languages: languages[0] ? languages[0].filter((code) => languages.every((codes) => codes.includes(code))) : null,
  }
}

/** By the tokenizer of the one that would be asked; a local model that cannot be loaded does not stop the others. */
const countWithAny = async (chain: Chain, text: string): Promise<number> => {
  const live = liveLink(chain)
  let failure: unknown = null
  for (const { generator } of [live, ...chain.filter((it) => it !== live)]) {
    try {
      return await generator.countTokens(text)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}
