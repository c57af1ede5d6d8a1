import type { AgentDesk } from './agent-desk.ts'
import type { ImportDesk } from './import-desk.ts'
import type { JudgeDesk } from './judge-desk.ts'
import type { GenerateDesk } from './generate-desk.ts'
import type { LabelDesk } from './label-desk.ts'
import type { ReportDesk } from './report-desk.ts'
import type { RetrievalDesk } from './retrieval-desk.ts'
import type { TrendsDesk } from './trends-desk.ts'
import type { RunDesk } from './run-desk.ts'
import type { TriageDesk } from './triage-desk.ts'

/** What operations may ask of evaluation: one desk for each kind of work. */
export interface EvaluationDesk {
  readonly agents: AgentDesk
  readonly imports: ImportDesk
  readonly judges: JudgeDesk
  readonly generate: GenerateDesk
  readonly label: LabelDesk
  readonly reports: ReportDesk
  readonly retrieval: RetrievalDesk
  readonly trends: TrendsDesk
  readonly runs: RunDesk
  readonly triage: TriageDesk
}
