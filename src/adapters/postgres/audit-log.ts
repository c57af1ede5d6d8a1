import { currentCall } from '../../domain/call.ts'
import type { AuditLog } from '../../domain/audit.ts'
import { appendAll, type AuditParts, type Waiting } from './append-audit.ts'
import { columns, readHead, readRow, verifyChain, type Row } from './audit-chain.ts'
import type { Database } from './database.ts'
import { sealOldest, sealedAtOnce } from './seal-audit.ts'

/** Opened with all eyes: what is done on behalf of whoever asks is recorded, whatever they may see. */
export const openAuditLog = (database: Database, parts: AuditParts): AuditLog => {
  const turns = takingTurns((waiting: readonly Waiting[]) => database.transaction((query) => appendAll(query, waiting, parts)))
  return {
    append: (entry) => turns({ entry, caller: currentCall().caller.id }),
    list: async ({ subject, limit, before }) => {
      const rows = await database.query<Row>(
        `select ${columns} from audit_record where ($1::text is null or subject = $1) and ($2::bigint is null or sequence < $2) order by sequence desc limit $3`,
        [subject ?? null, before ?? null, limit],
      )
      return rows.map(readRow)
    },
    verify: (noted) => database.transaction((query) => verifyChain(query, noted)),
    head: () => readHead(database.query),
    seal: async (before, signal) => {
      let removed = 0
      while (!signal?.aborted) {
        const now = await database.transaction((query) => sealOldest(query, before, parts))
        removed += now
        if (now < sealedAtOnce) break
      }
      return removed
    },
  }
}

/** Those who come while one batch is written share the next one: one sync of the disk for all of them. */
const takingTurns = <Item, Result>(work: (items: readonly Item[]) => Promise<readonly Result[]>): ((item: Item) => Promise<Result>) => {
  let waiting: { readonly item: Item; readonly done: PromiseWithResolvers<Result> }[] = []
  let isBusy = false
  const run = async (): Promise<void> => {
    isBusy = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce)
      try {
        const results = await work(batch.map(({ item }) => item))
        batch.forEach(({ done }, index) => done.resolve(results[index]!))
      } catch (error) {
        for (const { done } of batch) done.reject(error)
      }
    }
    isBusy = false
  }
  return (item) => {
    const done = Promise.withResolvers<Result>()
    waiting.push({ item, done })
    if (!isBusy) void run()
    return done.promise
  }
}

const mostAtOnce = 200
