/** Outputs for people. `--json` never comes here. */
import type { z } from 'zod'
import type { answerSchema, passageSchema, progressSchema, taskSchema } from '../../operations/schemas.ts'
import type { ingest } from '../../operations/ingest.ts'
import type { OperationEvent } from '../../operations/operation.ts'
import { importLines } from './evaluation/render-import.ts'
import { retrievalLines } from './evaluation/render-retrieval.ts'
import { trendsLines } from './evaluation/render-trends.ts'
import { answersLines, estimateLines, listedRunLines, runLines } from './evaluation/render-run.ts'
import { triageLines } from './evaluation/render-triage.ts'
import { generatedLines } from './evaluation/render-generate.ts'
import { labelLines } from './evaluation/render-label.ts'
import { judgesLines, measuredLines } from './evaluation/render-judge.ts'
import { actionLines, agentLines, auditLines, proposalLines, requestLines, verifiedLines } from './render-actions.ts'
import { noteLines } from './note-lines.ts'
import { copiedLines, databaseLines } from './render-database.ts'
import { logLines } from './render-logs.ts'
import { keyLine, keyLines, newKeyLines } from './render-keys.ts'
import { incidentLines, incidentsLines, watchesLines, watchLines } from './render-incidents.ts'
import { traceLines } from './render-traces.ts'
import { diagnosisLines, investigationRows } from './render-diagnosis.ts'
import { collectionLines, documentLines, removedLines } from './render-documents.ts'
import { budgetsLines, usageLines } from './render-usage.ts'
import { checkedLines, connectedLines, connectionsLines, draftLines, policyLines, recordAnswerLines, refusedLines } from './render-records.ts'
import { systemsCheckLines, systemsLines } from './render-systems.ts'
import { erasureLines, purgeLines } from './render-erasure.ts'
import { changeLines, dropLines, embeddingStatusLines } from './render-embedding.ts'

type Answer = z.output<typeof answerSchema>
type Passage = z.output<typeof passageSchema>

/** Printed while the operation runs; null = nothing. Answers stream, progress has its own line. */
export const renderEvent = (event: OperationEvent): string | null => {
  if (event.type === 'delta') return (event.data as { text: string }).text
  return null
}

interface Asked {
  readonly hasStreamed: boolean
  readonly input: Readonly<Record<string, unknown>>
}

/** Printed at the end, after what was streamed. */
export const renderOutput = (name: string, output: unknown, asked: Asked): string => {
  const render = renderers[name]
  return render ? render(output as never, asked) : `${JSON.stringify(output, null, 2)}\n`
}

const renderers: Record<string, (output: never, asked: Asked) => string> = {
  ask: (answer: Answer, { hasStreamed }) => `${hasStreamed ? '' : answer.answer}\n${sources(answer)}`,
  suggestQuestions: ({ questions }: { questions: string[] }) =>
    questions.length === 0 ? 'Nothing is indexed that could be asked about.\n' : questions.map((it) => `${it}\n`).join(''),
  search: ({ passages }: { passages: Passage[] }) =>
    passages.length === 0
      ? 'Nothing is indexed in this collection yet. Bring documents in with "answerable ingest PATH".\n'
      : passages.map(passageLines).join('\n'),
  listCollections: collectionLines,
  ingest: (ingested: Ingested) => ingestLines(ingested),
  listDocuments: (page: Parameters<typeof documentLines>[0], { input }) => documentLines(page, input['filter']),
  getDocument: (document: { text: string }) => (document.text.endsWith('\n') ? document.text : `${document.text}\n`),
  listChunks: ({ chunks }: { chunks: ChunkRow[] }) => chunks.map(chunkLine).join(''),
  removeDocument: () => removedLines,
  giveFeedback: ({ rating }: { rating: string }) => `Kept: thumbs ${rating}. Thank you.\n`,
  usage: usageLines,
  connectRecords: connectedLines,
  listRecords: connectionsLines,
  removeRecords: ({ removed }: { removed: string }) => `The records of "${removed}" are connected no more.\n`,
  checkRecords: checkedLines,
  inspectRecords: draftLines,
  recordPolicies: policyLines,
  refusedRecords: refusedLines,
  askRecords: recordAnswerLines,
  showSystems: systemsLines,
  checkSystems: systemsCheckLines,
  setBudget: budgetsLines,
  listBudgets: budgetsLines,
  removeBudget: () => 'Removed. What it limited is limited no more.\n',
  triage: triageLines,
  trends: trendsLines,
  listTraces: traceLines,
  diagnose: diagnosisLines,
  getInvestigation: diagnosisLines,
  listInvestigations: investigationRows,
  listIncidents: incidentsLines,
  getIncident: incidentLines,
  acknowledgeIncident: incidentLines,
  listWatches: watchesLines,
  watch: watchLines,
  listModels: ({ models }: { models: ModelRow[] }) => models.map(modelLine).join(''),
  pullModel: (model: ModelRow) => `${model.id} is here: ${model.path}\n`,
  tokens: (cut: TokenRow) => tokenLines(cut),
  logs: logLines,
  judgeCommand: ({ verdict, why }: { verdict: string; why: string }) => `${verdict}: ${why}\n`,
  status: (status: StatusRow) => statusLines(status),
  embeddingStatus: embeddingStatusLines,
  changeEmbedding: changeLines,
  rollbackEmbedding: embeddingStatusLines,
  dropOldVectors: dropLines,
  checkErasure: erasureLines,
  purgeErased: purgeLines,
  databaseStatus: databaseLines,
  moveDatabase: copiedLines,
  backupDatabase: copiedLines,
  restoreDatabase: copiedLines,
  measureJudge: measuredLines,
  listJudges: judgesLines,
  evalRetrieval: retrievalLines,
  evalAnswers: answersLines,
  evalRun: runLines,
  evalAgent: runLines,
  evalEstimate: estimateLines,
  evalReport: runLines,
  importSuite: importLines,
  listRuns: listedRunLines,
  removeRun: ({ run_id: id }: { run_id: string }) => `Removed run ${id} with its rows.\n`,
  generateQuestions: generatedLines,
  labelAnswers: labelLines,
  requestAction: requestLines,
  listActions: actionLines,
  proposeAction: proposalLines,
  getProposal: proposalLines,
  approveProposal: proposalLines,
  rejectProposal: proposalLines,
  renewProposal: proposalLines,
  undoProposal: proposalLines,
  listAudit: auditLines,
  verifyAudit: verifiedLines,
  agentState: agentLines,
  stopAgent: agentLines,
  resumeAgent: agentLines,
  createKey: newKeyLines,
  rotateKey: newKeyLines,
  listKeys: keyLines,
  revokeKey: keyLine,
  suspendKey: keyLine,
  resumeKey: keyLine,
}

const sources = (answer: Answer): string => {
  if (answer.citations.length === 0) return ''
  const lines = answer.citations.map((it, index) => {
    const place = [it.source, it.page === null ? '' : `page ${it.page}`, it.heading].filter(Boolean).join(' › ')
    const quote = it.quote.replace(/\s+/g, ' ').trim()
    return `  [${index + 1}] ${place}${it.verdict === 'partly' ? ' (supports it only in part)' : ''}\n      “${quote.length > 160 ? `${quote.slice(0, 159)}…` : quote}”\n`
  })
  return `\n${lines.join('')}\n${answer.model} · ${answer.tokens_used} tokens · ${Math.round(answer.timings_ms['total'] ?? 0)} ms · trace ${answer.trace_id}\n`
}

const passageLines = (passage: Passage): string =>
  `${passage.score.toFixed(4)}  ${[passage.source, passage.heading].filter(Boolean).join(' › ')}  (${passage.start}–${passage.end})\n${passage.text.trim().replace(/^/gm, '    ')}\n`

type Ingested = z.output<typeof ingest.output>
const ingestLines = ({ estimate, ...progress }: Ingested): string => {
  if (!estimate) return progressLines(progress)
  const { chunks, tokens, cost_usd: cost } = estimate
  const price =
    cost === null ? 'nobody says what that costs: set it with ANSWERABLE_PRICES' : cost === 0 ? 'free' : `about $${cost.toFixed(cost < 0.01 ? 6 : 4)}`
  return `Nothing was changed. This would come of it:\n${progressLines(progress)}  ${chunks.toLocaleString('en')} chunks, ${tokens.toLocaleString('en')} tokens to embed: ${price}\n`
}

export const progressLines = (progress: z.output<typeof progressSchema>): string =>
  `${progress.added} added, ${progress.changed} changed, ${progress.unchanged} unchanged, ${progress.removed} removed, ${progress.failed.length} failed\n` +
  noteLines([...progress.failed, ...progress.notes]) +
  skippedLine(progress.skipped) +
  (progress.pending_embeddings > 0 ? `  ${progress.pending_embeddings} chunks wait for their vector; they are found by words meanwhile\n` : '')

const skippedLine = (skipped: Readonly<Record<string, number>>): string => {
  const kinds = Object.entries(skipped).sort((a, b) => b[1] - a[1])
  return kinds.length === 0 ? '' : `  not read: ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}\n`
}

interface ChunkRow {
  ordinal: number
  start: number
  end: number
  heading_path: string[]
  tokens: number
  embedded: boolean
}
const chunkLine = (it: ChunkRow): string =>
  `${String(it.ordinal).padStart(5)}  ${`${it.start}–${it.end}`.padEnd(15)}  ${String(it.tokens).padStart(4)} tokens  ${it.heading_path.join(' › ')}${it.embedded ? '' : '  (no vector yet)'}\n`

interface ModelRow {
  id: string
  purpose: string
  bytes: number
  licence: string
  installed: boolean
  path: string | null
}
const modelLine = (model: ModelRow): string =>
  `${model.installed ? '●' : '○'} ${model.id.padEnd(24)} ${model.purpose.padEnd(11)} ${`${Math.round(model.bytes / 1e6)} MB`.padStart(8)}  ${model.licence.padEnd(11)} ${model.path ?? ''}\n`

interface StatusRow {
  version: string
  data_dir: string | null
  database: { kind: string; where: string | null; search: string }
  embedder: { state: string; message: string }
  answerer: { id: string; message: string }
  tasks: z.output<typeof taskSchema>[]
  collections: { name: string; documents: number; chunks: number }[]
  pending_embeddings: number
  search_recall: { collection: string; recall: number; questions: number }[]
  advice: string[]
}
export const statusLines = (status: StatusRow): string =>
  [
    `Data       ${status.data_dir}`,
    `Database   ${status.database.kind}, ${status.database.where}; search: ${status.database.search}`,
    `Embedder   ${status.embedder.message}${status.pending_embeddings > 0 ? ` (${status.pending_embeddings} chunks wait for their vector)` : ''}`,
    ...vectorLines(status),
    `Answerer   ${status.answerer.message}`,
    ...taskLines(status.tasks),
    ...status.collections.map((it) => `Collection ${it.name}: ${it.documents} documents, ${it.chunks} chunks`),
    ...status.advice.map((line) => `Advice     ${line}`),
    '',
  ].join('\n')

const vectorLines = ({ embedder, search_recall }: StatusRow): string[] => {
  if (embedder.state === 'unavailable') return []
  if (search_recall.length === 0) return ['Vectors    compared exactly']
  return search_recall.map(
    ({ collection, recall, questions }) =>
      `Vectors    of "${collection}" searched approximately: ${(recall * 100).toFixed(1)} % of the ten nearest chunks are found (${questions} asked both ways)`,
  )
}

/** Tasks that the same models do stand in one line. */
const taskLines = (tasks: StatusRow['tasks']): string[] => {
  const groups = Map.groupBy(
    tasks.filter(({ models }) => models.length > 0),
    ({ models }) => models.map(modelFacts).join('\n           else '),
  )
  return [...groups].map(([facts, same]) => `Models     ${facts}\n           for ${same.map(({ task }) => task).join(', ')}`)
}

const modelFacts = (model: StatusRow['tasks'][number]['models'][number]): string => {
  const price = model.price_per_million_usd
  return [
    model.id,
    `window ${model.context_tokens}`,
    model.max_output_tokens !== null && `writes up to ${model.max_output_tokens}`,
    { strict: 'held to a schema', json: 'held to JSON', prompt: 'told a schema' }[model.structured],
    !price ? 'price not known' : price.input + price.output === 0 ? 'free' : `$${price.input} in, $${price.output} out a million tokens`,
    model.state !== 'closed' && 'passed over for now',
  ]
    .filter(Boolean)
    .join(', ')
}

interface TokenRow {
  model: string
  tokenizer: string
  note: string | null
  count: number
  tokens: { id: number; text: string }[]
}

const tokenLines = ({ model, tokenizer, note, count, tokens }: TokenRow): string =>
  tokens.map(({ id, text }) => `${String(id).padStart(7)}  ${JSON.stringify(text)}\n`).join('') +
  `${count} ${count === 1 ? 'token' : 'tokens'}, as ${tokenizer.startsWith(model) ? model : `${model} reads it (${tokenizer})`}\n` +
  (note ? `${note}\n` : '')
