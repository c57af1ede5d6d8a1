import { request, requestJson } from './request.ts'
import type { Chunk, DocumentPage, DocumentText, Job } from './types.ts'

export interface DocumentQuery {
  readonly collection: string
  /** Words of source or title; empty for all. */
  readonly filter: string
  readonly cursor: string | null
  readonly limit: number
}

export const listDocuments = ({ collection, filter, cursor, limit }: DocumentQuery): Promise<DocumentPage> =>
  requestJson(`documents?${new URLSearchParams({ collection, limit: String(limit), ...(filter && { filter }), ...(cursor && { cursor }) })}`)

export const getDocument = (documentId: string, version: string | null): Promise<DocumentText> =>
  requestJson(`documents/${encodeURIComponent(documentId)}${version ? `?version=${encodeURIComponent(version)}` : ''}`)

export const listChunks = (documentId: string): Promise<{ version: string; chunks: readonly Chunk[] }> =>
  requestJson(`documents/${encodeURIComponent(documentId)}/chunks`)

export const removeDocument = async (documentId: string): Promise<void> => {
  await request(`documents/${encodeURIComponent(documentId)}`, { method: 'DELETE' })
}

/** A page or a site, which the server reads; the job tells how it goes. */
export const ingestAddress = async (collection: string, url: string): Promise<string> =>
  (
    await requestJson<{ job_id: string }>('ingest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ collection, url }),
    })
  ).job_id

export const getJob = (jobId: string): Promise<Job> => requestJson(`jobs/${encodeURIComponent(jobId)}`)
