/** From the house's nouns to the JSON of the contract. */
import type { z } from 'zod'
import type { Answer, Citation, RecordCited } from '../domain/answer.ts'
import type { Document, DocumentSummary, Passage } from '../domain/document.ts'
import type { Injection } from '../domain/guard.ts'
import { pageAt } from '../domain/page.ts'
import type { IngestProgress, TaskStatus } from './app.ts'
import type { answerSchema, citationSchema, documentSchema, injectionSchema, passageSchema, progressSchema, taskSchema } from './schemas.ts'

export const presentPassage = (passage: Passage): z.input<typeof passageSchema> => ({
  document_id: passage.documentId,
  source: passage.source,
  title: passage.title,
  heading: passage.heading,
  version: passage.version,
  text: passage.text,
  ...(passage.redacted && { redacted: true }),
  start: passage.start,
  end: passage.end,
  page: pageAt(passage.pageStarts, passage.start),
  score: passage.score,
  ranks: { vector: passage.ranks.vector, words: passage.ranks.words },
})

export const presentCitation = (citation: Citation): z.input<typeof citationSchema> => ({
  answer_start: citation.answerStart,
  answer_end: citation.answerEnd,
  source: citation.source,
  document_id: citation.documentId,
  title: citation.title,
  heading: citation.heading,
  version: citation.version,
  page: citation.page,
  quote: citation.quote,
  start: citation.start,
  end: citation.end,
  verdict: citation.verdict,
  ...(citation.field !== null && { field: citation.field }),
  ...(citation.redacted && { redacted: true }),
  ...(citation.record && { record: presentRecordCited(citation.record) }),
})

const presentRecordCited = ({ figure, ...cited }: RecordCited): NonNullable<z.input<typeof citationSchema>['record']> => ({
  ...cited,
  ...(figure && { figure: { ...figure, ids: [...figure.ids] } }),
})

export const presentAnswer = (answer: Answer): z.input<typeof answerSchema> => ({
  answer: answer.text,
  sources: [...new Set(answer.citations.map((citation) => citation.source))],
  tokens_used: answer.usage.inputTokens + answer.usage.outputTokens,
  citations: answer.citations.map(presentCitation),
  abstained: answer.abstained && { ...answer.abstained },
  data: answer.data,
  model: answer.model,
  usage: { input_tokens: answer.usage.inputTokens, output_tokens: answer.usage.outputTokens, embedding_tokens: answer.usage.embeddingTokens },
  cost_usd: answer.usage.costUsd,
  cache: answer.cache,
  ...(answer.degraded.length > 0 && { degraded: answer.degraded.map((it) => ({ ...it })) }),
  ...(answer.injections && { injections: answer.injections.map(presentInjection) }),
  timings_ms: Object.fromEntries(Object.entries(answer.timingsMs).map(([phase, ms]) => [phase, Math.round(ms * 10) / 10])),
  trace_id: answer.traceId,
})

export const presentInjection = ({ documentId, source, start, end, score, reason }: Injection): z.input<typeof injectionSchema> => ({
  document_id: documentId,
  source,
  start,
  end,
  score,
  reason,
})

export const presentDocument = (document: Document | DocumentSummary): z.input<typeof documentSchema> => ({
  document_id: document.id,
  source: document.source,
  title: document.title,
  version: document.version,
  media_type: document.mediaType,
  language: document.language,
  metadata: { ...document.metadata },
  collection: document.collection,
  updated_at: document.updatedAt.toISOString(),
})

export const presentProgress = ({ pendingEmbeddings, failed, notes, skipped, ...counts }: IngestProgress): z.input<typeof progressSchema> => ({
  ...counts,
  failed: failed.map((it) => ({ ...it })),
  notes: notes.map((it) => ({ ...it })),
  skipped: { ...skipped },
  pending_embeddings: pendingEmbeddings,
})

export const presentTask = (task: TaskStatus): z.output<typeof taskSchema> => ({
  task: task.task,
  live: task.live,
  temperature: task.temperature,
  max_tokens: task.maxTokens,
  models: task.models.map((model) => ({
    id: model.id,
    context_tokens: model.contextTokens,
    max_output_tokens: model.maxOutputTokens,
    structured: model.structured,
    tools: model.tools,
    price_per_million_usd: model.price && { ...model.price },
    state: model.state,
    last_failure: model.lastFailure,
  })),
  notes: [...task.notes],
})
