/** The database as a whole, as people are told of it. */

export interface DatabaseState {
  readonly kind: 'embedded' | 'server'
  /** The folder, or the server's address without its password. */
  readonly where: string
  /** Of PostgreSQL. */
  readonly version: string
  readonly bytes: number
  /** The newest migration. */
  readonly schema: string
  readonly tables: readonly { readonly table: string; readonly rows: number }[]
}

/** A server that follows ours, and shares its reading. */
export interface ReplicaState {
  readonly where: string
  readonly state: 'following' | 'behind' | 'unavailable'
  /** Reads that it answered, and those that the primary took over, since this process started. */
  readonly reads: number
  readonly handedOver: number
  /** A sentence. */
  readonly message: string
}
