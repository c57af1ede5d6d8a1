/** The table: all that the world may ask. Doors read it; nothing is reachable that is not in it. */
import { ask, search } from './ask.ts'
import { listChunks } from './chunks.ts'
import { getDocument, listDocuments, putDocument, removeDocument } from './documents.ts'
import { giveFeedback } from './feedback.ts'
import { checkErasure, purgeErased } from './erasure.ts'
import { changeEmbedding, dropOldVectors, embeddingStatus, rollbackEmbedding } from './embedding.ts'
import { importSuite } from './evaluation/import.ts'
import { evalReport } from './evaluation/report.ts'
import { evalRetrieval } from './evaluation/retrieval.ts'
import { evalAnswers, evalRun, listRuns, removeRun } from './evaluation/run.ts'
import { trends } from './evaluation/trends.ts'
import { getCase, getTriage, triage } from './evaluation/triage.ts'
import { generateQuestions } from './evaluation/generate.ts'
import { labelAnswers, listLabelSheets, nextToRate, rateAnswer } from './evaluation/label.ts'
import { listJudges, measureJudge } from './evaluation/judge.ts'
import { getJob, ingest, ingestSite, uploadDocuments } from './ingest.ts'
import { listModels, pullModel } from './models.ts'
import type { Operation } from './operation.ts'
import { getTrace, healthz, readyz, status } from './status.ts'
import { suggestQuestions } from './suggest.ts'
import { tokens } from './tokens.ts'

export const operations: readonly Operation[] = [
  ask,
  suggestQuestions,
  search,
  putDocument,
  uploadDocuments,
  listDocuments,
  getDocument,
  listChunks,
  removeDocument,
  ingest,
  ingestSite,
  getJob,
  getTrace,
  giveFeedback,
  evalRetrieval,
  evalAnswers,
  evalRun,
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
  generateQuestions,
  labelAnswers,
  listLabelSheets,
  nextToRate,
  rateAnswer,
  measureJudge,
  listJudges,
  tokens,
  status,
  healthz,
  readyz,
] as readonly Operation[]

export const findOperation = (name: string): Operation | undefined => operations.find((it) => it.name === name)
