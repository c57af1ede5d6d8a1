/** The middle of the program without its doors: typed operations that are wholly the attacker's, compiled and read from a real database. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isAppError } from '../../src/base/error.ts'
import type { RecordRequest } from '../../src/domain/record-request.ts'
import { openStore } from '../../src/adapters/records/open-store.ts'
import { serverConnection } from '../../src/adapters/records/server-connection.ts'
import { checkRequest } from '../../src/records/check-request.ts'
import { findRecords } from '../../src/records/compile/find-records.ts'
import { readDescription } from '../../src/records/describe/read-description.ts'
import { onServer, postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { whole } from './attacks/attempt.ts'
import { scenes } from './attacks/attempts.ts'
import { descriptionOf } from './attacks/description.ts'
import { hostileRequest } from './attacks/hostile-requests.ts'
import { howMany } from './attacks/how-many.ts'
import { judging } from './attacks/judge.ts'
import { planted } from './attacks/plant.ts'
import { randomOf } from './attacks/random.ts'
import { secretsOf } from './attacks/secrets.ts'
import { madeUpShop } from './attacks/shop.ts'
import { databaseSql, roles, setting, tablesOf } from './attacks/tables.ts'
import { shopLogin } from './attacks/tokens.ts'

const shop = planted(madeUpShop(60, 1), 2)
const login = shopLogin()
const description = readDescription(descriptionOf('{ postgres: { url_from: SHOP_URL } }', login), 'records.yaml')
const judge = judging(secretsOf(shop))

interface Tally {
  tried: number
  admitted: number
  answered: number
  leaked: string[]
}

/** `asChecked`: only what the check admits is read, as in the program; else all that can be compiled. */
const attackStore = async (url: string, { count, asChecked, isTame }: { count: number; asChecked: boolean; isTame: boolean }): Promise<Tally> => {
  const customer = Object.assign(new URL(url), { username: roles.customer, password: roles.password }).href
  const connection = serverConnection({ urls: { customer, staff: null }, schema: 'public', roles: null, calledAs: { customer: 'SHOP_URL', staff: '' } })
  const guarded = tablesOf(shop).flatMap(({ name, own }) => (own === null ? [] : [name]))
  const store = openStore({ connection, title: 'Shop', setting, schema: 'public', guarded, timeoutMs: 5000, revision: null })
  const makeScene = scenes(shop, login, randomOf(91))
  const tally: Tally = { tried: count, admitted: 0, answered: 0, leaked: [] }
  for (let number = 0; number < count; number++) {
    const scene = makeScene()
    const request = hostileRequest(scene, isTame) as RecordRequest
    const isAdmitted = checkRequest(description, request, false).length === 0
    tally.admitted += isAdmitted ? 1 : 0
    if (asChecked && !isAdmitted) continue
    const looking = { description, store, reader: { kind: 'customer', id: scene.attacker.customer_id }, clock: () => 0 } as const
    const told = await findRecords(looking, request).then(
      ({ rows, figures, total, without }) => ({ rows, figures, total, without }),
      (error: unknown) => {
        if (!isAppError(error) && asChecked) throw error
        return { error: String(error) }
      },
    )
    tally.answered += 'error' in told ? 0 : 1
    const sent = { ...whole('requests', scene, { body: JSON.stringify(request) }) }
    const { leaked } = judge(sent, { status: 200, headers: [], body: JSON.stringify(told) })
    // More rows than one has are somebody else's.
    const total = 'total' in told ? Math.max(told.total ?? 0, told.without ?? 0) : 0
    if (leaked.length > 0 || total > rowsOf(scene.attacker.customer_id)) tally.leaked.push(`${JSON.stringify(request)}: ${leaked.join(' ')} ${total}`)
  }
  await store.close()
  return tally
}

/** Most rows of any one table that a customer may see. */
const rowsOf = (customerId: string): number => {
  const orders = new Set(shop.orders.filter(({ customer_id }) => customer_id === customerId).map(({ order_id }) => order_id))
  return Math.max(shop.products.length, shop.items.filter(({ order_id }) => orders.has(order_id)).length)
}

const withDatabase = async (work: (postgres: TestServer, url: string) => Promise<void>): Promise<void> => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await onServer(url, databaseSql(shop))
  await work(postgres, url)
}

describe('operations that an attacker wrote', { skip: postgresMissing }, () => {
  test('read nothing of others, admitted by the check', { timeout: 3_600_000 }, (context) =>
    withDatabase(async (_, url) => {
      const tally = await attackStore(url, { count: howMany({ small: 6000, full: 60_000 }), asChecked: true, isTame: true })
      assert.deepEqual(tally.leaked, [])
      context.diagnostic(`${tally.tried} operations: ${tally.admitted} admitted, ${tally.answered} answered, 0 leaks`)
      assert.ok(tally.answered > 100, `${tally.answered} of ${tally.admitted} admitted were answered`)
    }),
  )

  test('read nothing of others even where nobody checked them', { timeout: 3_600_000 }, (context) =>
    withDatabase(async (_, url) => {
      for (const isTame of [true, false]) {
        const { leaked, tried, answered } = await attackStore(url, { count: howMany({ small: 1500, full: 30_000 }), asChecked: false, isTame })
        context.diagnostic(`${tried} unchecked operations, ${isTame ? 'tame' : 'wild'}: ${answered} answered`)
        assert.deepEqual(leaked, [])
      }
    }),
  )

  test('read of others where the policies let everything through: the judge would tell', { timeout: 600_000 }, () =>
    withDatabase(async (_, url) => {
      for (const { name, own } of tablesOf(shop)) if (own !== null) await onServer(url, `alter policy own_rows on ${name} using (1 = 1)`)
      const { leaked } = await attackStore(url, { count: 1500, asChecked: true, isTame: true })
      assert.ok(leaked.length > 0)
    }),
  )
})
