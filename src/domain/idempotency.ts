/** Writes done once, however often they are sent: with the same key and the same input the first answer is given again. */

export interface IdempotentWrite {
  readonly callerId: string
  /** SHA-256 of the key that the client chose. */
  readonly keyHash: string
  /** That it is about. */
  readonly collection: string
  /** SHA-256 of operation and input. */
  readonly inputHash: string
}

export interface KeptResponse {
  readonly status: number
  /** JSON. */
  readonly body: unknown
}

/** The write is ours to do. */
export interface ClaimedWrite {
  /** For what it makes: the same when it is done again after a crash. */
  readonly effectId: string
  /** Somebody began it before and died: it may have been done. */
  readonly isAgain: boolean
  /** Keeps it; false when another has taken it over. */
  heartbeat(): Promise<boolean>
  /** Keeps the answer for a day, and gives it as it will be given again. */
  finish(response: KeptResponse): Promise<KeptResponse>
  /** It failed and changed nothing that must not be done again: the next one with this key does it. */
  release(): Promise<void>
}

export type WriteClaim =
  | { readonly type: 'claimed'; readonly write: ClaimedWrite }
  | { readonly type: 'done'; readonly response: KeptResponse }
  /** Somebody is at it. */
  | { readonly type: 'running' }
  /** The key was used for another input. */
  | { readonly type: 'other' }
  /** It was done, and its answer named a document that was removed since. */
  | { readonly type: 'forgotten' }

/** Right across processes; who dies in the middle loses a write after the lease (30 s), and the next one with its key does it. */
export interface IdempotentWrites {
  claim(write: IdempotentWrite): Promise<WriteClaim>
}
