/** What is drafted from real databases is admitted as it is, and finds whose rows are whose. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { openStore } from '../../src/adapters/records/open-store.ts'
import { ownPglite } from '../../src/adapters/records/own-pglite.ts'
import { serverConnection } from '../../src/adapters/records/server-connection.ts'
import { importOf } from '../../src/app/records/description-parts.ts'
import { importDescribed } from '../../src/app/records/importing.ts'
import type { Catalogue } from '../../src/domain/record-store.ts'
import type { RecordsDescription } from '../../src/domain/record-description.ts'
import { checkDescription } from '../../src/records/describe/check/check-description.ts'
import { draftDescription } from '../../src/records/describe/draft/draft-description.ts'
import { readDescription } from '../../src/records/describe/read-description.ts'
import { postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'

const shared = new URL('../../../shared/data/', import.meta.url)
const skip = postgresMissing || (existsSync(shared) ? false : 'no ../shared/data here')

const databases = {
  northwind: 'northwind/northwind.sql',
  broker: 'defog-sql/broker/broker.sql',
  car_dealership: 'defog-sql/car_dealership/car_dealership.sql',
  derm_treatment: 'defog-sql/derm_treatment/derm_treatment.sql',
  ewallet: 'defog-sql/ewallet/ewallet.sql',
}

describe('drafts of databases', { skip }, () => {
  let server: TestServer
  const drafts = new Map<string, { text: string; read: RecordsDescription; catalogue: Catalogue }>()
  before(async () => {
    server = await startPostgres()
    for (const [name, path] of Object.entries(databases)) {
      const url = await server.createDatabase()
      await load(url, readFileSync(new URL(path, shared), 'utf8'))
      const schema = name === 'ewallet' ? 'consumer_div' : 'public'
      const catalogue = await catalogueOf(url, schema)
      const source = { kind: 'postgres', urlFrom: 'SHOP_DATABASE_URL', staffUrlFrom: null, schema } as const
      const text = draftDescription(catalogue, { collection: name, source })
      if (process.env['SHOW']) console.log(text)
      drafts.set(name, { text, read: readDescription(text, `${name}.yaml`), catalogue })
    }
  })
  after(() => server.close())

  const owners = (name: string): Record<string, string> =>
    Object.fromEntries(
      drafts
        .get(name)!
        .read.entities.map(({ name: entity, owner }) => [
          entity,
          owner.kind === 'field' ? owner.field : owner.kind === 'via' ? `via ${owner.entity}` : owner.kind,
        ]),
    )

  test('nothing of a draft is at odds with the database that it came from, but that nobody is kept apart yet', () => {
    for (const [name, { read, catalogue }] of drafts) {
      const faults = checkDescription(read, { ...catalogue, roles: [] }).filter(
        (it) => it.severity === 'error' && !it.sentence.startsWith('Row security is off'),
      )
      assert.deepEqual(faults, [], name)
    }
  })

  test('rows are found to belong to customers directly, by what they lead to, or to nobody', () => {
    const northwind = owners('northwind')
    assert.deepEqual(
      [northwind['customer'], northwind['order'], northwind['order detail'], northwind['product'], northwind['employee'], northwind['supplier']],
      ['customer_id', 'customer_id', 'via order', 'everyone', 'staff', 'staff'],
    )
    assert.deepEqual(owners('broker'), { customer: 'id', transaction: 'custid', ticker: 'everyone', dailyprice: 'everyone' })
    assert.deepEqual(owners('car_dealership'), {
      customer: 'id',
      sale: 'customer_id',
      'payment received': 'via sale',
      car: 'everyone',
      'inventory snapshot': 'everyone',
      'payment made': 'staff',
      salesperson: 'staff',
    })
    const { doctor, outcome, patient, treatment } = owners('derm_treatment')
    assert.deepEqual({ doctor, outcome, patient, treatment }, { doctor: 'staff', outcome: 'via treatment', patient: 'patient_id', treatment: 'patient_id' })
    const ewallet = owners('ewallet')
    assert.deepEqual(
      ['user', 'notification', 'user session', 'user setting snapshot', 'wallet user balance daily', 'merchant'].map((it) => ewallet[it]),
      ['uid', 'user_id', 'user_id', 'user_id', 'user_id', 'staff'],
    )
  })

  test('nobody sees passwords and keys of programs, whatever the table', () => {
    const hidden = drafts.get('ewallet')!.read.entities.flatMap((it) => it.fields.filter((field) => field.visibleTo === 'nobody').map((field) => field.column))
    assert.deepEqual(hidden.sort(), ['api_key', 'password_hash'])
  })
})

describe('a draft of files', { skip: existsSync(shared) ? false : 'no ../shared/data here' }, () => {
  test('orders in nested JSON belong to their customers, and what is within them to the order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'answerable-test-records-'))
    const own = ownPglite(join(folder, 'records'), null)
    try {
      const file = new URL('../../evals/records/retail/records.yaml', import.meta.url)
      const described = readDescription(readFileSync(file, 'utf8'), 'records.yaml')
      const source = importOf(described.source, dirname(fileURLToPath(file)))!
      const staged = await importDescribed({ own: () => own, description: described, source, schema: 'shop' })
      await staged.accept(async () => {})
      const connection = own.connectionTo('shop')
      const store = openStore({ connection, title: 'shop', setting: 'answerable.customer', schema: 'shop', guarded: [], timeoutMs: 30_000, revision: null })
      const catalogue = await store.catalogue({ samples: true })
      assert.deepEqual(
        checkDescription(described, catalogue).map((it) => it.sentence),
        [],
      )
      const text = draftDescription(catalogue, { collection: 'shop', source: described.source })
      if (process.env['SHOW']) console.log(text)
      const draft = readDescription(text, 'draft.yaml')
      const ownerOf = ({ entities }: RecordsDescription): Record<string, unknown> => Object.fromEntries(entities.map((it) => [it.table, it.owner.kind]))
      const { users_orders: listed, ...drafted } = ownerOf(draft)
      assert.equal(listed, undefined) // no column of it was granted
      assert.deepEqual(drafted, ownerOf(described))
      assert.deepEqual(
        checkDescription(draft, catalogue).filter((it) => it.severity === 'error'),
        [],
      )
    } finally {
      await own.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

const load = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
    await client.query('reset all')
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

const catalogueOf = async (url: string, schema: string): Promise<Catalogue> => {
  const connection = serverConnection({ urls: { customer: url, staff: null }, schema, roles: null, calledAs: { customer: 'URL', staff: 'URL' } })
  const store = openStore({ connection, title: 'test', setting: 'answerable.customer', schema, guarded: [], timeoutMs: 30_000, revision: null })
  try {
    return await store.catalogue({ samples: true })
  } finally {
    await store.close()
  }
}
