import type { SyncFailure, SyncProgress } from '../domain/source.ts'
import { extensionOf } from './parse/detect-type.ts'

/** What became of one file. */
export type Outcome =
  | { readonly type: 'added' | 'changed' | 'unchanged'; readonly notes: readonly SyncFailure[] }
  | { readonly type: 'failed'; readonly failure: SyncFailure }
  /** Looked at, and left out on purpose. */
  | { readonly type: 'passed' }

/** Counts as a sync goes along. */
export const newTally = () => {
  const counts = { added: 0, changed: 0, unchanged: 0, removed: 0 }
  const failed: SyncFailure[] = []
  const notes: SyncFailure[] = []
  const skipped: Record<string, number> = {}
  let done = 0
  const skipKind = (kind: string): void => void (skipped[kind] = (skipped[kind] ?? 0) + 1)
  return {
    fail: (failure: SyncFailure) => void failed.push(failure),
    remove: () => void counts.removed++,
    note: (note: SyncFailure) => void notes.push(note),
    skip: (path: string) => skipKind(extensionOf(path) ? `.${extensionOf(path)}` : 'no extension'),
    skipKind,
    count: (outcome: Outcome) => {
      done++
      if (outcome.type === 'passed') return
      if (outcome.type === 'failed') return void failed.push(outcome.failure)
      counts[outcome.type]++
      notes.push(...outcome.notes)
    },
    /** A copy of the counts; the lists grow on. */
    progress: (total: number | null): SyncProgress => ({ ...counts, done, total, failed, skipped, notes }),
  }
}
