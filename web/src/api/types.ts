/** The JSON of the public API, as the table of operations declares it. Types only: nothing of the server is in the page. */
import type { z } from 'zod'
import type { getDocument, listDocuments } from '../../../src/operations/documents.ts'
import type { getJob } from '../../../src/operations/ingest.ts'
import type { answerSchema, citationSchema, passageSchema } from '../../../src/operations/schemas.ts'
import type { status } from '../../../src/operations/status.ts'

export type Answer = z.output<typeof answerSchema>
export type Citation = z.output<typeof citationSchema>
export type Passage = z.output<typeof passageSchema>
export type DocumentPage = z.output<typeof listDocuments.output>
export type DocumentSummary = DocumentPage['documents'][number]
export type DocumentText = z.output<typeof getDocument.output>
export type Job = z.output<typeof getJob.output>
export type Status = z.output<typeof status.output>
