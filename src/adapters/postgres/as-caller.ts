import { currentCall, type Visible } from '../../domain/call.ts'
import type { Database, Scope } from './database.ts'

/**
 * The same database with the eyes of whoever asks: every query sees only what the current call's caller may see, whatever wider scope its
 * store was opened with. Outside of a call it sees all. For everything that a caller can reach; shared parts (indexes, workers) take the bare one.
 */
export const asCaller = <Asked extends Pick<Database, 'query' | 'transaction'>>(database: Asked): Asked => ({
  ...database,
  query: (sql, values, scope = '*') => database.query(sql, values, narrowed(scope, currentCall().caller.collections)),
  transaction: (work, scope = '*') => database.transaction(work, narrowed(scope, currentCall().caller.collections)),
})

const narrowed = (scope: Scope, visible: Visible): Scope => {
  if (visible === '*') return scope
  return scope === '*' ? visible : scope.filter((collection) => visible.includes(collection))
}
