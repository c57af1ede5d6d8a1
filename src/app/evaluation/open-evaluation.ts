import { openAgentDesk } from './agent/agent-desk.ts'
import type { AgentParts } from './agent/open-examinee.ts'
import type { EvaluationDesk } from '../../operations/evaluation/evaluation-desk.ts'
import { openImportDesk } from './import-desk.ts'
import { openJudgeDesk } from './judge-desk.ts'
import { openGenerateDesk } from './generate-desk.ts'
import { openLabelDesk } from './label-desk.ts'
import { openLiveDesk } from './live-desk.ts'
import { openReportDesk } from './report-desk.ts'
import { openRetrievalDesk } from './retrieval-desk.ts'
import { openRunDesk } from './run-desk.ts'
import { openTriageDesk } from './triage-desk.ts'

/** All desks of evaluation, joined. */
export const openEvaluation = (parts: AgentParts): EvaluationDesk => {
  const retrieval = openRetrievalDesk(parts)
  return {
    agents: openAgentDesk(parts),
    imports: openImportDesk(),
    judges: openJudgeDesk(parts),
    generate: openGenerateDesk(parts),
    label: openLabelDesk(parts),
    reports: openReportDesk(parts),
    retrieval,
    runs: openRunDesk(parts, retrieval),
    trends: openLiveDesk(parts),
    triage: openTriageDesk(parts),
  }
}
