import type { EvaluationDesk } from '../../operations/evaluation/evaluation-desk.ts'
import type { EvaluationParts } from './evaluation-parts.ts'

/** All desks of evaluation, joined. */
export const openEvaluation = (_parts: EvaluationParts): EvaluationDesk => ({})
