import type { CatalogueTable } from '../../../domain/record-store.ts'
import { tableName, type Tables } from './owner-condition.ts'
import { quoteBody, quoteText } from './quote.ts'

/** PostgreSQL holds the rows of tables alone: a view of them is held where it reads as whoever asks ("Rules and Privileges"). */
export const viewAdvice = (view: string, tables: Pick<Tables, 'schema'>, known: CatalogueTable | null): string => {
  const beneath = known?.rowSecurity.beneath?.map(({ name }) => name) ?? []
  const them = beneath.length > 0 ? `the tables that it reads (${beneath.join(', ')})` : 'the tables that it reads'
  return `${view} is a view, and policies belong on tables. Describe ${them} as entities of their own and make this script again, or enable row security on each, with a policy and a grant for the roles above. Then let it read as whoever asks: alter view ${tableName(view, tables)} set (security_invoker = true)`
}

/** Where nobody could look yet: what only a table takes is left out for a view, with a warning that says what is to be done instead. */
export const unlessView = (table: string, statements: readonly string[], tables: Pick<Tables, 'schema'>): string =>
  `do ${quoteBody(`
begin
  if exists (select from pg_class where oid = ${quoteText(tableName(table, tables))}::regclass and relkind in ('v', 'm')) then
    raise warning '%', ${quoteText(viewAdvice(table, tables, null))};
  else
${statements.map((it) => `    ${it};`).join('\n')}
  end if;
end `)}`
