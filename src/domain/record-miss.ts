/** A customer asked for a row by its id, and none of theirs has it: "not yours" and "not there" are one answer, and told apart only afterwards. */
import type { FieldRef } from './record-description.ts'

export interface RecordMiss {
  readonly collection: string
  /** What holds such ids, e.g. `order.order_id`. */
  readonly field: FieldRef
  /** As it was asked for. */
  readonly id: string
}

/** Returns at once; whoever asks is the caller of the call under way. */
export type NoteMiss = (miss: RecordMiss) => void

export const existences = ['yes', 'no', 'unknown'] as const
/** `unknown`: it could not be looked up, or more was asked for than could be. */
export type Existence = (typeof existences)[number]

/** As the audit log keeps it. */
export interface NotedMiss extends RecordMiss {
  readonly at: Date
  /** Pseudonymous, or the id of a key. */
  readonly callerId: string
  readonly customer: string
  /** Whether it is somebody else's. */
  readonly exists: Existence
}

export interface RecordMisses {
  readonly note: NoteMiss
  /** Newest first. */
  list(collection: string, limit: number): Promise<readonly NotedMiss[]>
  /** Resolves when all that was noted is in the audit log, or given up. */
  flush(): Promise<void>
}
