import type { Job } from '../api/types.ts'

export interface Upload {
  readonly id: number
  readonly collection: string
  readonly names: readonly string[]
  readonly state: 'sending' | 'queued' | 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number | null
  readonly failedFiles: readonly { readonly source: string; readonly reason: string }[]
  /** Files that were taken, with something to know about them. */
  readonly notes: Upload['failedFiles']
  /** How many were here already, just as they are. */
  readonly unchanged: number
  /** Sources that are stored already. */
  readonly stored: readonly string[]
  /** Share of the bytes that the server has, 0…1; null where that is unknown. */
  readonly sent: number | null
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
  notes: [],
  unchanged: 0,
  stored: [],
  sent: null,
  failure: null,
})

export const withJob = (upload: Upload, { state, progress, error }: Job): Upload => ({
  ...upload,
  state,
  done: countIn(progress['done']) ?? upload.done,
  total: countIn(progress['total']) ?? upload.total,
  failedFiles: remarksIn(progress['failed']),
  notes: remarksIn(progress['notes']),
  unchanged: countIn(progress['unchanged']) ?? 0,
  stored: sourcesIn(progress['documents']),
  failure: state === 'failed' ? (error ?? 'The files could not be read. The log of the server says why.') : null,
})

const countIn = (it: unknown): number | null => (typeof it === 'number' ? it : null)

const remarksIn = (it: unknown): Upload['failedFiles'] => (Array.isArray(it) ? it.filter(isRemark) : [])

const isRemark = (it: unknown): it is Upload['failedFiles'][number] => {
  const { source, reason } = (it ?? {}) as Record<string, unknown>
  return typeof source === 'string' && typeof reason === 'string'
}

const sourcesIn = (it: unknown): string[] =>
  Array.isArray(it) ? it.flatMap((entry: { source?: unknown } | null) => (typeof entry?.source === 'string' ? [entry.source] : [])) : []

export interface FileState {
  readonly name: string
  readonly state: 'waiting' | 'reading' | 'ready' | 'failed'
}

/** Files are read one after the other: the first that is not over is being read. */
export const fileStates = ({ names, state, stored, failedFiles }: Upload): FileState[] => {
  let isReading = state === 'running'
  return names.map((name): FileState => {
    if (stored.includes(name)) return { name, state: 'ready' }
    if (failedFiles.some(({ source }) => source === name)) return { name, state: 'failed' }
    const found: FileState = { name, state: isReading ? 'reading' : 'waiting' }
    isReading = false
    return found
  })
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

const doneSentence = ({ names, failedFiles, unchanged, collection }: Upload, files: string): string => {
  const failed = failedFiles.length
  if (unchanged === names.length) return `Already in “${collection}”, unchanged: ${files}.`
  if (failed === 0) return `${files} can be asked now, in “${collection}”.`
  if (failed >= names.length) return `${files} could not be added.`
  return `${names.length - failed} of ${files} can be asked now, in “${collection}”; ${failed} could not be read.`
}
