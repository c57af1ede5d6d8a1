import type { ConnectionRows } from '../../adapters/postgres/record-connections.ts'
import { AppError } from '../../base/error.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import { readDescription } from '../../records/describe/read-description.ts'

/** A token that would be good for the customers of two collections is good for neither. Fails with `conflict`. */
export const assertOwnIssuers = async (rows: Pick<ConnectionRows, 'list'>, { collection, customers }: RecordsDescription): Promise<void> => {
  for (const other of await rows.list()) {
    if (other.collection === collection) continue
    const theirs = readDescription(other.description, other.collection).customers.tokens
    const same = customers.tokens.find(({ issuer, audience }) => theirs.some((it) => it.issuer === issuer && it.audience === audience))
    if (!same) continue
    throw new AppError(
      'conflict',
      `Tokens of "${same.issuer}" for "${same.audience}" name the customers of "${other.collection}" already. Give this collection an audience of its own, and have its tokens made for that.`,
    )
  }
}
