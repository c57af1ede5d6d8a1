import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import type { ProviderOptions, ServerGenerator } from '../../../src/adapters/models/server/provider.ts'
import { AppError } from '../../../src/base/error.ts'
import { ask, type Collected } from '../../models/collect.ts'
import type { StubOptions } from '../../support/stub-model/options.ts'
import { startStubModel, type StubModel } from '../../support/stub-model/server.ts'

/** A provider's adapter, and what its documented format calls things. */
export interface ProviderCase {
  readonly name: string
  open(options: ProviderOptions): ServerGenerator
  /** One that the adapter asks with every parameter. */
  readonly model: string
  readonly path: string
  readonly keySetting: string
  readonly urlSetting: string
  /** Stands in the event by which the server says that the answer is whole. */
  readonly endMark: string
  /** Raw reasons to end. */
  readonly reasons: { readonly refused: readonly string[]; readonly none: readonly string[]; readonly other: string }
  /** Where the limit stands in a request, and the conditions by which the stub refuses each form of structured output, strongest first. */
  readonly limitParameter: string
  readonly structure: { readonly strict: string; readonly json: string }
  schemaOf(body: Record<string, unknown>): unknown
}

export interface Opened extends AsyncDisposable {
  readonly stub: StubModel
  readonly generator: ServerGenerator
}

export const openCase = async (provider: ProviderCase, stubOptions: Partial<StubOptions> = {}, options: ProviderOptions = {}): Promise<Opened> => {
  const stub = await startStubModel(stubOptions)
  const generator = provider.open({ baseUrl: stub.url, model: provider.model, ...options })
  return {
    stub,
    generator,
    [Symbol.asyncDispose]: async () => {
      await generator.close()
      await stub.close()
    },
  }
}

/** One check of the suite: a sentence about every provider, on a stub that behaves as `stubOptions` say. */
export type Check = (sentence: string, stubOptions: Partial<StubOptions>, run: (opened: Opened) => Promise<void>, options?: ProviderOptions) => void

export const checksOf =
  (provider: ProviderCase): Check =>
  (sentence, stubOptions, run, options) => {
    test(`${provider.name}: ${sentence}`, async () => {
      await using opened = await openCase(provider, stubOptions, options)
      await run(opened)
    })
  }

/** The error that a question ends with; fails when there was none, or an answer too. */
export const failureOf = async (generator: ServerGenerator): Promise<AppError> => errorOf(await ask(generator))

export const errorOf = ({ error, finish }: Collected): AppError => {
  assert.equal(finish, null)
  assert.ok(error instanceof AppError, inspect(error))
  return error
}
