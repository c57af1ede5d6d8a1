import type { ParseSql } from './allow.ts'

let opened: Promise<ParseSql> | undefined

/** PostgreSQL 18's parser as WebAssembly, loaded with the first statement. */
export const openSqlParser = (): Promise<ParseSql> => {
  opened ??= import('libpg-query').then(async ({ loadModule, parse }) => {
    await loadModule()
    return parse
  })
  return opened
}
