/** The table: all that the world may ask. Doors read it; nothing is reachable that is not in it. */
import { approveProposal, getProposal, listActions, proposeAction, rejectProposal, renewProposal, requestAction, undoProposal } from './actions.ts'
import { ask, search } from './ask.ts'
import { listAudit, verifyAudit } from './audit.ts'
import { listBudgets, removeBudget, setBudget } from './budgets.ts'
import { listChunks } from './chunks.ts'
import { judgeCommand } from './commands.ts'
import { listCollections } from './collections.ts'
import { backupDatabase, databaseStatus, moveDatabase, restoreDatabase } from './database.ts'
import { findDocument, getDocument, listDocuments, putDocument, removeDocument } from './documents.ts'
import { embedTexts } from './embed.ts'
import { giveFeedback } from './feedback.ts'
import { checkErasure, purgeErased } from './erasure.ts'
import { changeEmbedding, dropOldVectors, embeddingStatus, rollbackEmbedding } from './embedding.ts'
import { importSuite } from './evaluation/import.ts'
import { evalAgent } from './evaluation/agent.ts'
import { evalReport } from './evaluation/report.ts'
import { evalRetrieval } from './evaluation/retrieval.ts'
import { evalAnswers, evalEstimate, evalRun, listRuns, removeRun } from './evaluation/run.ts'
import { trends } from './evaluation/trends.ts'
import { getCase, getTriage, triage } from './evaluation/triage.ts'
import { generateQuestions } from './evaluation/generate.ts'
import { labelAnswers, listLabelSheets, nextToRate, rateAnswer } from './evaluation/label.ts'
import { listJudges, measureJudge } from './evaluation/judge.ts'
import { acknowledgeIncident, getIncident, listIncidents } from './incidents.ts'
import { getJob, ingest, ingestSite, uploadDocuments } from './ingest.ts'
import { createKey, listKeys, resumeKey, revokeKey, rotateKey, suspendKey } from './keys.ts'
import { agentState, resumeAgent, stopAgent } from './kill-switch.ts'
import { readLogs, summariseLog, summariseReport } from './logs.ts'
import { listModels, pullModel } from './models.ts'
import type { Operation } from './operation.ts'
import { askRecords } from './records/ask.ts'
import { recordCard } from './records/card.ts'
import { checkRecords } from './records/check.ts'
import { connectRecords, listRecords, removeRecords } from './records/connect.ts'
import { inspectRecords, recordPolicies } from './records/inspect.ts'
import { refusedRecords } from './records/refused.ts'
import { getSession } from './session.ts'
import { healthz, readyz, status } from './status.ts'
import { suggestQuestions } from './suggest.ts'
import { diagnose, getInvestigation, listInvestigations } from './diagnose.ts'
import { checkSystems, showSystems } from './systems.ts'
import { tokens } from './tokens.ts'
import { usage } from './usage.ts'
import { getTrace, listTraces } from './traces.ts'
import { listWatches, lookNow, watch } from './watches.ts'

export const operations: readonly Operation[] = [
  ask,
  suggestQuestions,
  search,
  embedTexts,
  listCollections,
  putDocument,
  uploadDocuments,
  listDocuments,
  getDocument,
  findDocument,
  listChunks,
  removeDocument,
  ingest,
  ingestSite,
  getJob,
  getTrace,
  listTraces,
  giveFeedback,
  evalRetrieval,
  evalAnswers,
  evalRun,
  evalAgent,
  evalEstimate,
  evalReport,
  importSuite,
  // Before "eval runs", whose words begin the same.
  removeRun,
  listRuns,
  triage,
  getTriage,
  getCase,
  trends,
  listModels,
  pullModel,
  embeddingStatus,
  changeEmbedding,
  rollbackEmbedding,
  dropOldVectors,
  checkErasure,
  purgeErased,
  databaseStatus,
  moveDatabase,
  backupDatabase,
  restoreDatabase,
  generateQuestions,
  labelAnswers,
  listLabelSheets,
  nextToRate,
  rateAnswer,
  measureJudge,
  listJudges,
  createKey,
  listKeys,
  rotateKey,
  suspendKey,
  resumeKey,
  revokeKey,
  getSession,
  usage,
  setBudget,
  listBudgets,
  removeBudget,
  watch,
  diagnose,
  listInvestigations,
  getInvestigation,
  listWatches,
  lookNow,
  listIncidents,
  getIncident,
  acknowledgeIncident,
  requestAction,
  listActions,
  proposeAction,
  getProposal,
  approveProposal,
  rejectProposal,
  renewProposal,
  undoProposal,
  listAudit,
  verifyAudit,
  agentState,
  stopAgent,
  resumeAgent,
  showSystems,
  checkSystems,
  inspectRecords,
  connectRecords,
  checkRecords,
  recordPolicies,
  listRecords,
  removeRecords,
  askRecords,
  refusedRecords,
  recordCard,
  tokens,
  judgeCommand,
  readLogs,
  summariseLog,
  summariseReport,
  status,
  healthz,
  readyz,
] as readonly Operation[]

export const findOperation = (name: string): Operation | undefined => operations.find((it) => it.name === name)
