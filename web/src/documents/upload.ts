import type { Job } from '../api/types.ts'

export interface Upload {
  readonly id: number
  readonly collection: string
  readonly names: readonly string[]
  readonly state: 'sending' | 'queued' | 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number | null
  readonly failedFiles: readonly { readonly source: string; readonly reason: string }[]
  readonly failure: string | null
}

export const newUpload = (id: number, collection: string, names: readonly string[]): Upload => ({
  id,
  collection,
  names,
  state: 'sending',
  done: 0,
  total: names.length,
  failedFiles: [],
  failure: null,
})

export const withJob = (upload: Upload, { state, progress, error }: Job): Upload => ({
  ...upload,
  state,
  done: typeof progress['done'] === 'number' ? progress['done'] : upload.done,
  total: typeof progress['total'] === 'number' ? progress['total'] : upload.total,
  failedFiles: Array.isArray(progress['failed']) ? progress['failed'].filter(isFailedFile) : upload.failedFiles,
  failure: state === 'failed' ? (error ?? 'The files could not be read. The log of the server says why.') : null,
})

const isFailedFile = (it: unknown): it is Upload['failedFiles'][number] => {
  const { source, reason } = (it ?? {}) as Record<string, unknown>
  return typeof source === 'string' && typeof reason === 'string'
}

export const uploadSentence = (upload: Upload): string => {
  const files = upload.names.length === 1 ? upload.names[0]! : `${upload.names.length} files`
  switch (upload.state) {
    case 'sending':
      return `Sending ${files} …`
    case 'queued':
    case 'running':
      return `Reading ${files} …`
    case 'done':
      return doneSentence(upload, files)
    case 'failed':
      return `${files} could not be added.`
  }
}

const doneSentence = ({ names, failedFiles, collection }: Upload, files: string): string => {
  const failed = failedFiles.length
  if (failed === 0) return `${files} can be asked now, in “${collection}”.`
  if (failed >= names.length) return `${files} could not be added.`
  return `${names.length - failed} of ${files} can be asked now, in “${collection}”; ${failed} could not be read.`
}
