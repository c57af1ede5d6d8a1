import type { Investigation, InvestigationEvent, InvestigationLimits, InvestigationStore } from '../domain/investigation.ts'

/** What operations may ask of investigations. */
export interface InvestigationDesk extends Pick<InvestigationStore, 'find' | 'list'> {
  /** Of the operator's file. */
  readonly limits: InvestigationLimits
  /** Investigates, with a trace and a row of its own. Fails with `unavailable` while everything is stopped, with `not_found` for an incident that is not there. */
  investigate(asked: Asked, onEvent: (event: InvestigationEvent) => void, signal?: AbortSignal): Promise<Investigation>
}

export interface Asked {
  readonly question: string
  readonly incidentId: string | null
  readonly limits: InvestigationLimits
}
