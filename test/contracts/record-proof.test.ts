/** What no policy's text gives away is found by looking: customers see rows of others, and nothing is read. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openRecords, type OpenedRecords } from '../../src/app/records/open-records.ts'
import { isAppError, type AppError } from '../../src/base/error.ts'
import { readConfig } from '../../src/config.ts'
import { onServer, postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { openTemporaryPglite } from '../support/stores.ts'

const description = `
collection: shop
source: { postgres: { url_from: TEST_PROOF_URL, staff_url_from: TEST_PROOF_STAFF_URL } }
customers: { entity: customer }
entities:
  customer: { table: customers, key: id, owner: id, fields: { id: id } }
  order: { table: orders, key: id, owner: customer, fields: { id: id, customer: id } }
  visit: { table: visits, key: id, owner: customer, fields: { id: id, customer: id } }
`

/** Each lets a customer see more than their own, and names the setting or is no plain "true". */
const leaks = [
  ['1 = 1', 'somebody who is no customer'],
  ['customer is not null', 'somebody who is no customer'],
  ["customer = current_setting('answerable.customer', true) or everybody()", 'somebody who is no customer'],
  ["current_setting('answerable.customer', true) in ('ada', 'bob')", 'a customer'],
] as const

describe('customers are proved apart', { skip: postgresMissing }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-test-proof-'))
  const file = join(dir, 'records.yaml')
  let database: Database & AsyncDisposable
  let server: TestServer
  let records: OpenedRecords
  let url: string

  const openAll = (): OpenedRecords =>
    openRecords({
      config: readConfig({ dataDir: join(dir, 'data') }, {}, dir),
      everything: database,
      audit: () => ({ append: async () => {}, list: async () => [] }) as never,
      // Nothing is answered here.
      tracer: null as never,
      embedder: () => null,
      log: () => {},
    })
  const told = async (work: Promise<unknown>): Promise<AppError> => {
    const error = await work.then(
      () => new Error('It did not fail.'),
      (it: unknown) => it,
    )
    assert.ok(isAppError(error), String(error))
    return error
  }
  const refusals = async (policy: string): Promise<string[]> => {
    const checked = await records.desk.check({ kind: 'file', file }, async ({ findings }) =>
      findings.filter(({ severity }) => severity === 'error').map(({ sentence }) => sentence),
    )
    assert.match((await told(records.desk.connect(file, () => {}))).message, new RegExp(policy))
    return checked
  }

  before(async () => {
    database = await openTemporaryPglite()
    server = await startPostgres()
    url = await server.createDatabase()
    await onServer(
      url,
      `create table customers (id text primary key); create table orders (id text primary key, customer text); create table kept (id text primary key, customer text);
       insert into customers values ('ada'), ('bob'), ('cy'); insert into orders values ('1', 'ada'), ('2', 'bob'), ('3', 'cy'); insert into kept table orders;
       create function everybody() returns boolean language sql security definer stable as 'select true';
       create role proof_customer login password 'only-for-tests'; create role proof_staff login password 'only-for-tests';
       create view visits with (security_invoker = true) as select * from kept;
       alter table kept enable row level security; grant select on kept, visits to proof_customer, proof_staff;
       create policy own on kept to proof_customer using (customer = current_setting('answerable.customer', true));
       create policy staff on kept to proof_staff using (true)`,
    )
    for (const [name, user] of [
      ['TEST_PROOF_URL', 'proof_customer'],
      ['TEST_PROOF_STAFF_URL', 'proof_staff'],
    ] as const)
      process.env[name] = Object.assign(new URL(url), { username: user, password: 'only-for-tests' }).href
    writeFileSync(file, description)
    records = openAll()
    await onServer(url, (await records.desk.policies(file)).sql)
    await onServer(url, 'grant select on kept, visits to proof_customer, proof_staff')
    await records.desk.connect(file, () => {})
  })
  after(async () => {
    await records.close()
    await database[Symbol.asyncDispose]()
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  })

  for (const [table, seen] of [
    ['orders', 'orders'],
    ['kept', 'visits'],
  ] as const)
    for (const [using, whom] of leaks)
      test(`a policy of ${table} that reads ${using} is refused by check, connect and the first read`, async () => {
        await onServer(url, `create policy leaky on ${table} for select to proof_customer using (${using})`)
        const errors = await refusals('leaky')
        assert.equal(errors.length, 1, errors.join('\n'))
        assert.match(errors[0]!, new RegExp(`"${seen}" shows ${whom} ${seen} that are not theirs\\. Its policies are .*"leaky"`))
        if (whom !== 'a customer') {
          const late = openAll()
          assert.equal((await told(late.connections.of('shop'))).code, 'forbidden')
          await late.close()
        }
        await onServer(url, `drop policy leaky on ${table}`)
        assert.deepEqual(await records.desk.check({ kind: 'file', file }, async ({ findings }) => findings.filter((it) => it.severity === 'error')), [])
      })
})
