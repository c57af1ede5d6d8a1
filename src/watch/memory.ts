/** What a watch remembers between two looks: plain JSON, bounded, so that it outlives a restart. Times are milliseconds since 1970. */
import type { Fact } from '../domain/capability.ts'
import { noStanding, type Standing } from './standing.ts'

export interface ThingMemory {
  readonly labels: Readonly<Record<string, string>>
  readonly value: Fact['value']
  /** Of the newest sample. */
  readonly atMs: number
  /** When it was last seen, whatever its sample's own time. */
  readonly seenMs: number
  readonly observationId: string
  /** Its rule knows too little to say anything yet. */
  readonly isLearning: boolean
  readonly standing: Standing
  /** What its rule keeps; each rule knows its own shape. */
  readonly rule: unknown
  /** Newest values, oldest first, for whoever looks at a line of them; numbers only. */
  readonly recent: readonly number[]
}

export interface WatchMemory {
  readonly things: Readonly<Record<string, ThingMemory>>
  /** That nothing could be seen. */
  readonly unseen: Standing
  /** Looks that saw something, up to a hundred: what comes up after many is new, not just not seen yet. */
  readonly looks: number
  /** Things beyond the most that are followed. */
  readonly leftOut: number
}

export const emptyMemory: WatchMemory = { things: {}, unseen: noStanding, looks: 0, leftOut: 0 }

/** A Prometheus that answers with a million series fills neither memory nor database. */
export const mostThings = 200
export const mostRecent = 40

/** What the database gives back; anything else begins anew. */
export const readMemory = (kept: unknown): WatchMemory => {
  const memory = kept as Partial<WatchMemory> | null
  return memory && typeof memory === 'object' && memory.things && memory.unseen ? { ...emptyMemory, ...memory } : emptyMemory
}

/** The same for the same labels in any order. */
export const thingOf = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
