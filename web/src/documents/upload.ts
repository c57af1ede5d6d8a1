import type { Job } from '../api/types.ts'

export interface Upload {
  readonly id: number
  readonly kind: 'files' | 'site'
  readonly collection: string
  /** Of the files; of a site its address alone. */
  readonly names: readonly string[]
  readonly state: 'sending' | 'queued' | 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number | null
  /** The page that was asked for last. */
  readonly current: string | null
  readonly failedFiles: readonly { readonly source: string; readonly reason: string }[]
  /** Files that were taken, with something to know about them. */
  readonly notes: Upload['failedFiles']
  /** How many files or pages can be asked. */
  readonly stands: number
  /** How many of them were here already, just as they are. */
  readonly unchanged: number
  /** Pages that are no longer there. */
  readonly removed: number
  /** Sources that are stored already. */
  readonly stored: readonly string[]
  /** Share of the bytes that the server has, 0…1; null where that is unknown. */
  readonly sent: number | null
  readonly failure: string | null
}

export const newUpload = (id: number, kind: Upload['kind'], collection: string, names: readonly string[]): Upload => ({
  id,
  kind,
  collection,
  names,
  state: 'sending',
  done: 0,
  total: kind === 'files' ? names.length : null,
  current: null,
  failedFiles: [],
  notes: [],
  stands: 0,
  unchanged: 0,
  removed: 0,
  stored: [],
  sent: null,
  failure: null,
})

export const withJob = (upload: Upload, { state, progress, error }: Job): Upload => ({
  ...upload,
  state,
  done: countIn(progress['done']) ?? upload.done,
  total: countIn(progress['total']) ?? upload.total,
  current: addressIn(progress['current']),
  failedFiles: remarksIn(progress['failed']),
  notes: remarksIn(progress['notes']),
  stands: ['added', 'changed', 'unchanged'].reduce((sum, name) => sum + (countIn(progress[name]) ?? 0), 0),
  unchanged: countIn(progress['unchanged']) ?? 0,
  removed: countIn(progress['removed']) ?? 0,
  stored: sourcesIn(progress['documents']),
  failure: state === 'failed' ? (error ?? 'The files could not be read. The log of the server says why.') : null,
})

const addressIn = (it: unknown): string | null => (typeof it === 'string' && URL.canParse(it) ? it : null)

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
