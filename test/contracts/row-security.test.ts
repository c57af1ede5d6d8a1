import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

/** Tables that hold nothing of any collection, and whose rows only the program's own maintenance reads. */
const withoutScope: Readonly<Record<string, string>> = {
  schema_migration: 'names of migrations; the role of requests has no right to it',
}

for (const { name, skip, open } of cases) {
  test(`${name}: every table narrows its rows to what a transaction may see, for its owner too`, { skip }, async () => {
    await using database = await open()
    const tables = await database.asOwner((query) => query<TableRow>(tablesSql))
    const unfenced = tables.filter(({ isForced, policies }) => !isForced || policies === 0).map(({ table }) => table)
    assert.deepEqual(unfenced, Object.keys(withoutScope))
    assert.ok(tables.length > 20)
  })
}

interface TableRow {
  readonly table: string
  readonly isForced: boolean
  readonly policies: number
}

const tablesSql = `
  select relname as table, relrowsecurity and relforcerowsecurity as "isForced",
    (select count(*)::int from pg_policy where polrelid = pg_class.oid) as policies
  from pg_class where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace order by relname`
