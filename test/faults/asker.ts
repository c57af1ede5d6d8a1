/** Asks a stub many questions at once through a ledger that others share: `asker.ts DATABASE STUB QUESTION MAX_TOKENS COUNT LEASE_MS`. */
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { meteredStub } from '../support/metered-stub.ts'

const [databaseUrl, stubUrl, question, maxTokens, count, leaseMs] = process.argv.slice(2) as [string, string, string, string, string, string]
const database = await openServer({ url: databaseUrl })
const writer = await meteredStub(database, stubUrl, { leaseMs: Number(leaseMs), waitMs: 200_000 })
const asked = await Promise.all(Array.from({ length: Number(count) }, () => writer.ask(question, Number(maxTokens))))
console.log(JSON.stringify(asked.map(({ refused }) => refused)))
await writer[Symbol.asyncDispose]()
await database.close()
