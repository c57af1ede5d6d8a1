import { request, requestJson } from './request.ts'
import type { DocumentPage, DocumentText, Job } from './types.ts'

export const listDocuments = (collection: string, cursor: string | null, limit = 50): Promise<DocumentPage> =>
  requestJson(`documents?${new URLSearchParams({ collection, limit: String(limit), ...(cursor && { cursor }) })}`)

export const getDocument = (documentId: string, version: string | null): Promise<DocumentText> =>
  requestJson(`documents/${encodeURIComponent(documentId)}${version ? `?version=${encodeURIComponent(version)}` : ''}`)

export const removeDocument = async (documentId: string): Promise<void> => {
  await request(`documents/${encodeURIComponent(documentId)}`, { method: 'DELETE' })
}

export const uploadFiles = async (collection: string, files: readonly File[]): Promise<string> => {
  const form = new FormData()
  // First, because the server reads the parts in order and stores files as they come.
  form.append('collection', collection)
  for (const file of files) form.append('files', file, file.name)
  return (await requestJson<{ job_id: string }>('documents', { method: 'POST', body: form })).job_id
}

export const getJob = (jobId: string): Promise<Job> => requestJson(`jobs/${encodeURIComponent(jobId)}`)
