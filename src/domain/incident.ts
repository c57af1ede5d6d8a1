import type { Grade, Signal } from './watch.ts'

/** `open` while a signal of it stands; `resolved` when all were quiet for as long as their watches ask; it opens again rather than anew within a while. */
export const incidentStates = ['open', 'acknowledged', 'resolved'] as const
export type IncidentState = (typeof incidentStates)[number]

/** The newest of one watch and one thing. */
export interface IncidentSignal extends Signal {
  readonly firstAt: Date
  readonly lastAt: Date
  /** Looks at which it stood. */
  readonly samples: number
  readonly isActive: boolean
}

/** What happened to it, in one sentence made by rule. */
export interface IncidentNote {
  readonly at: Date
  readonly text: string
}

export interface Incident {
  readonly id: string
  readonly title: string
  readonly service: string
  readonly grade: Grade
  readonly state: IncidentState
  readonly openedAt: Date
  readonly changedAt: Date
  readonly resolvedAt: Date | null
  /** Times that it opened again. */
  readonly reopened: number
  /** Name of the caller; null while nobody has. */
  readonly acknowledgedBy: string | null
  /** First seen first. */
  readonly signals: readonly IncidentSignal[]
  /** Oldest first. */
  readonly notes: readonly IncidentNote[]
  /** Of its diagnoses, newest first. */
  readonly investigations: readonly string[]
}

export interface IncidentStore {
  find(id: string): Promise<Incident | null>
  /** Newest first; `before`: the id of the last one of the page before. */
  list(options: { readonly state?: IncidentState | undefined; readonly limit: number; readonly before?: string | undefined }): Promise<readonly Incident[]>
  /** Fails with `not_found`; with `conflict` when it is resolved. */
  acknowledge(id: string, by: string): Promise<Incident>
  /** Gives a claim back. Fails with `not_found`. */
  addInvestigation(id: string, investigationId: string): Promise<void>
  /**
   * True for one asker among all processes until the lease ends, and only while it is not resolved. `again`: also where it has a diagnosis.
   * By the clock of the database.
   */
  claimDiagnosis(id: string, options: { readonly again: boolean; readonly leaseSeconds: number }): Promise<boolean>
  /** Newest first: also old ones that many newer and resolved ones came after. */
  unresolved(limit: number): Promise<readonly Incident[]>
  countUnresolved(): Promise<number>
}
