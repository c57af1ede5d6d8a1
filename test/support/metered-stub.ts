/** A model of the stub, paid for through ledger and budgets as the program does it. */
import { readPrices } from '../../src/adapters/models/model-prices.ts'
import { openCompatible } from '../../src/adapters/models/server/compatible-generator.ts'
import { loadTariffs } from '../../src/adapters/models/tariffs.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openLedgerStore } from '../../src/adapters/postgres/ledger-store.ts'
import { isAppError } from '../../src/base/error.ts'
import { owner, withinCall } from '../../src/domain/call.ts'
import { callLedger, type CallLedgerOptions } from '../../src/middleware/call-ledger.ts'
import { meteredGenerator } from '../../src/middleware/metered-generator.ts'

export const writerPrices = { input: 0.5, output: 2 }

export interface MeteredStub extends AsyncDisposable {
  /** What came of it: the words, or the code of the error. */
  ask(question: string, maxTokens: number, signal?: AbortSignal): Promise<{ readonly text: string; readonly refused: string | null }>
}

export const meteredStub = async (database: Database, stubUrl: string, options: Partial<CallLedgerOptions> = {}): Promise<MeteredStub> => {
  const prices = readPrices([`writer=${writerPrices.input}/${writerPrices.output}`])
  const tariffOf = await loadTariffs(prices)
  const onFailure = (message: string, error: unknown): void => console.error(message, error)
  const ledger = callLedger({ store: openLedgerStore(database), onFailure, pollMs: 25, ...options })
  const server = openCompatible({ baseUrl: stubUrl, model: 'writer' })
  const generator = meteredGenerator(server, {
    ledger,
    provider: 'stub',
    tariffOf: (model) => tariffOf({ model, vendor: null, baseUrl: stubUrl }),
    countsExactly: true,
  })
  return {
    ask: (question, maxTokens, signal) =>
      withinCall({ caller: owner, collection: 'default', task: 'answer' }, async () => {
        let text = ''
        try {
          for await (const part of generator.stream([{ role: 'user', content: question }], { maxTokens, temperature: 0 }, signal))
            if (part.type === 'text-delta') text += part.text
          return { text, refused: null }
        } catch (error) {
          if (!isAppError(error)) throw error
          return { text, refused: error.code }
        }
      }),
    [Symbol.asyncDispose]: async () => {
      await generator.close()
      await ledger.close()
    },
  }
}
