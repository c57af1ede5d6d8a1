import type { Database } from './database.ts'

export interface OwnCollections {
  /** What their names begin with; eight hexadecimal digits follow. */
  readonly prefix: string
  readonly keep: string
  /** Field and value of the metadata that each of their documents has: one that lacks it is a person's, and its collection stays. */
  readonly mark: { readonly field: string; readonly value: string }
}

/**
 * Removes collections that the program filled for itself, with their documents, vectors and words, and what was asked of them. Each in one transaction.
 * Gives their names.
 */
export const removeOwnCollections = async (database: Database, { prefix, keep, mark }: OwnCollections): Promise<string[]> => {
  const found = await database.query<{ name: string }>(ownSql, [prefix, keep, mark.field, mark.value])
  for (const { name } of found) {
    await database.transaction(async (query) => {
      await query('delete from journal where collection = $1', [name])
      await query('delete from trace where collection = $1', [name])
      await query('delete from collection where name = $1', [name])
    })
  }
  return found.map(({ name }) => name)
}

const ownSql = `
  select name from collection where starts_with(name, $1) and substr(name, length($1) + 1) ~ '^[0-9a-f]{8}$' and name <> $2
    and not exists (select from document where collection = name and metadata ->> $3 is distinct from $4) order by name`
