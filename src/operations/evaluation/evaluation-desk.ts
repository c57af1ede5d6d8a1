import type { LabelDesk } from './label-desk.ts'
import type { TriageDesk } from './triage-desk.ts'

/** What operations may ask of evaluation: one desk for each kind of work. */
export interface EvaluationDesk {
  readonly label: LabelDesk
  readonly triage: TriageDesk
}
