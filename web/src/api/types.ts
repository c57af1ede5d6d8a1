/** The JSON of the public API, as the table of operations declares it. Types only: nothing of the server is in the page. */
import type { z } from 'zod'
import type { JournalDetail } from '../../../src/domain/journal.ts'
import type { listChunks } from '../../../src/operations/chunks.ts'
import type { getDocument, listDocuments } from '../../../src/operations/documents.ts'
import type { changeEmbedding, embeddingStatus } from '../../../src/operations/embedding.ts'
import type { getJob } from '../../../src/operations/ingest.ts'
import type { listModels } from '../../../src/operations/models.ts'
import type { getSession } from '../../../src/operations/session.ts'
import type { answerSchema, citationSchema, passageSchema } from '../../../src/operations/schemas.ts'
import type { readyz, status } from '../../../src/operations/status.ts'
import type { getTrace, listTraces } from '../../../src/operations/traces.ts'

export type Answer = z.output<typeof answerSchema>
export type Citation = z.output<typeof citationSchema>
export type Passage = z.output<typeof passageSchema>
export type DocumentPage = z.output<typeof listDocuments.output>
export type DocumentSummary = DocumentPage['documents'][number]
export type DocumentText = z.output<typeof getDocument.output>
export type Chunk = z.output<typeof listChunks.output>['chunks'][number]
export type EmbeddingStatus = z.output<typeof embeddingStatus.output>
export type CollectionEmbedding = EmbeddingStatus['collections'][number]
export type EmbeddingPlan = NonNullable<z.output<typeof changeEmbedding.output>['plan']>
export type Job = z.output<typeof getJob.output>
export type Model = z.output<typeof listModels.output>['models'][number]
export type Readiness = z.output<typeof readyz.output>
export type Session = z.output<typeof getSession.output>
export type Status = z.output<typeof status.output>
export type TaskStatus = Status['tasks'][number]
/** `detail` is as it was written on the day: parts that came later are missing in older traces. */
export type TracePage = z.output<typeof listTraces.output>
export type TraceRow = TracePage['traces'][number]
export type TraceSpan = z.output<typeof getTrace.output>['spans'][number]
export type TraceCall = z.output<typeof getTrace.output>['calls'][number]
export type Trace = Omit<z.output<typeof getTrace.output>, 'detail'> & { readonly detail: Partial<JournalDetail> }
