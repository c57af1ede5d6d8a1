import type { EvaluationDesk } from '../../operations/evaluation/evaluation-desk.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { openLabelDesk } from './label-desk.ts'
import { openTriageDesk } from './triage-desk.ts'

/** All desks of evaluation, joined. */
export const openEvaluation = (parts: EvaluationParts): EvaluationDesk => ({
  label: openLabelDesk(parts),
  triage: openTriageDesk(parts),
})
