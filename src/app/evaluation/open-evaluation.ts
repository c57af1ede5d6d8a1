import type { EvaluationDesk } from '../../operations/evaluation/evaluation-desk.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { openJudgeDesk } from './judge-desk.ts'
import { openLabelDesk } from './label-desk.ts'
import { openRetrievalDesk } from './retrieval-desk.ts'
import { openTriageDesk } from './triage-desk.ts'

/** All desks of evaluation, joined. */
export const openEvaluation = (parts: EvaluationParts): EvaluationDesk => ({
  judges: openJudgeDesk(parts),
  label: openLabelDesk(parts),
  retrieval: openRetrievalDesk(parts),
  triage: openTriageDesk(parts),
})
