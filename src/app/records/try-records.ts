import { AsyncLocalStorage } from 'node:async_hooks'
import type { ConnectedRecords, RecordConnections } from '../../domain/record-store.ts'

/** Whatever the work asks of the collection of these records is answered from them, though they are not connected; nobody else sees them. */
export type Trying = <Result>(records: ConnectedRecords, work: () => Promise<Result>) => Promise<Result>

export const openTrials = (inner: RecordConnections): { readonly connections: RecordConnections; readonly trying: Trying } => {
  const tried = new AsyncLocalStorage<ConnectedRecords>()
  const triedFor = (collection: string): ConnectedRecords | null => {
    const records = tried.getStore()
    return records?.description.collection === collection ? records : null
  }
  return {
    trying: (records, work) => tried.run(records, work),
    connections: {
      ...inner,
      of: async (collection) => triedFor(collection) ?? inner.of(collection),
      described: async (collection) => triedFor(collection) ?? inner.described(collection),
    },
  }
}
