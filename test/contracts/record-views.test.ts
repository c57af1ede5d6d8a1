import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { tablesSql } from '../../src/adapters/records/catalogue-sql.ts'
import type { CatalogueTable } from '../../src/domain/record-store.ts'
import { policiesSql } from '../../src/records/describe/policies/policies-sql.ts'
import { readDescription } from '../../src/records/describe/read-description.ts'

test('a view is held when it reads as whoever asks, from tables that are all held, and by no function of its owner', async () => {
  await using database = await PGlite.create()
  await database.exec(`
    create table orders (id int, owner text);
    alter table orders enable row level security;
    create policy open_to_all on orders using (true);
    create function all_orders() returns setof orders language sql security definer as 'select * from public.orders';
    create view held with (security_invoker = true) as select * from orders;
    create view of_function with (security_invoker = true) as select * from all_orders();
    create view of_values with (security_invoker = true) as select 1 as id;
    create view of_owner as select * from orders;`)
  const { rows } = await database.query<{ json: string }>(`select (${tablesSql}) as json`, ['public'])
  const views = (JSON.parse(rows[0]!.json) as CatalogueTable[]).filter(({ isView }) => isView)
  assert.deepEqual(
    views.map(({ name, rowSecurity }) => [name, rowSecurity.isOn]),
    [
      ['held', true],
      ['of_function', false],
      ['of_owner', false],
      ['of_values', false],
    ],
  )
  const [beneath] = views[0]!.rowSecurity.beneath!
  assert.deepEqual([beneath!.name, beneath!.policies.map(({ using }) => using)], ['orders', ['true']])
})

test('the script of policies leaves a view as it is, says what belongs beneath it, and makes the others', async () => {
  await using database = await PGlite.create()
  await database.exec('create table visits (id int, patient text); create table rooms (id int, patient text); create view seen as select * from visits')
  const description = readDescription(
    `
collection: clinic
source: { postgres: { url_from: CLINIC_URL } }
customers: { entity: patient }
entities:
  patient: { table: seen, key: patient, owner: patient, fields: { patient: id } }
  room: { table: rooms, key: id, owner: patient, fields: { id: id, patient: id } }
`,
    'records.yaml',
  )
  const roles = { customer: 'clinic_customer', staff: null }
  const options = { schema: 'public', makeRoles: 'login', isOwn: false } as const
  const policies = async (): Promise<unknown> => (await database.query('select polrelid::regclass::text as of from pg_policy')).rows

  // Before anybody may look into the database.
  const warnings: string[] = []
  await database.exec(policiesSql(description, roles, { ...options, catalogue: null }), { onNotice: ({ message }) => warnings.push(message ?? '') })
  assert.match(warnings.join(), /seen is a view, and policies belong on tables\..*alter view "public"\."seen" set \(security_invoker = true\)/)
  assert.deepEqual(await policies(), [{ of: 'rooms' }])

  const { rows } = await database.query<{ json: string }>(`select (${tablesSql}) as json`, ['public'])
  const known = policiesSql(description, roles, { ...options, catalogue: { roles: [], tables: JSON.parse(rows[0]!.json) as CatalogueTable[] } })
  assert.match(known, /^-- seen is a view, .* the tables that it reads \(visits\)/m)
  assert.doesNotMatch(known, /alter table "public"\."seen"|on "public"\."seen" for select/)
  await database.exec(known)
  assert.deepEqual(await policies(), [{ of: 'rooms' }])
})
