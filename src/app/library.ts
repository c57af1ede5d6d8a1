/** Ways for documents to come in: joins files, parser, store, embedder and jobs. */
import { stat } from 'node:fs/promises'
import { openFolder } from '../adapters/sources/folder.ts'
import { drain, sleep, throwIfAborted } from '../base/async.ts'
import type { DocumentStore, PutResult } from '../domain/document.ts'
import type { Embedder } from '../domain/model.ts'
import type { DocumentParser, SyncProgress } from '../domain/source.ts'
import { isWebAddress, refuseForeignAddress } from '../base/web-address.ts'
import { isDocumentName } from '../ingest/parse/detect-type.ts'
import { rootPrefixes } from './root-prefixes.ts'
import { ingestDocument } from '../ingest/ingest-document.ts'
import { syncRoot } from '../ingest/sync.ts'
import { defaultMaxPages, type IngestProgress, type Library, type PutText } from '../operations/app.ts'
import { bringSite, type OpenWeb } from './sites.ts'

export interface LibraryParts {
  readonly store: DocumentStore
  readonly parser: DocumentParser
  /** Whose vectors a collection is searched with; null while it is not live. */
  readonly embedderOf: (collection: string) => Promise<Embedder | null>
  /** Chunks were stored without vectors: somebody should make them. */
  readonly wakeEmbedding: () => void
  readonly pendingEmbeddings: () => Promise<number>
  /** An embedder exists, or may yet. */
  readonly canEmbed: () => boolean
  /** A client for the pages of one site. */
  readonly openWeb: OpenWeb
  readonly log: (message: string, error: unknown) => void
}

export interface SyncOptions {
  readonly collection: string
  /** Of each site. */
  readonly maxPages?: number | undefined
}

export interface Sync {
  /** Brings folders, files or sites in; resolves when their texts are searchable by words. */
  (paths: readonly string[], options: SyncOptions, onProgress?: (progress: SyncProgress) => void, signal?: AbortSignal): Promise<SyncProgress>
}

export const openSync =
  (parts: LibraryParts): Sync =>
  async (paths, { collection, maxPages = defaultMaxPages }, onProgress = () => {}, signal) => {
    paths.forEach(refuseForeignAddress)
    const prefixes = rootPrefixes(paths.filter((path) => !isWebAddress(path)))
    let before = noProgress
    for (const path of paths) {
      const show = (progress: SyncProgress): void => onProgress(sum(before, progress))
      const prefix = prefixes.get(path)
      const last =
        prefix === undefined
          ? await bringSite(parts, { collection, url: path, maxPages }, show, signal)
          : await bringFolder(parts, { collection, path, prefix }, show, signal)
      before = sum(before, last)
    }
    return before
  }

const bringFolder = async (
  { store, parser, wakeEmbedding }: LibraryParts,
  { collection, path, prefix }: { collection: string; path: string; prefix: string },
  onProgress: (progress: SyncProgress) => void,
  signal?: AbortSignal,
): Promise<SyncProgress> => {
  const folder = await openFolder(path, { accepts: isDocumentName })
  let last = noProgress
  for await (const progress of syncRoot({ store, parser, rootExists })({ collection, folder, prefix }, signal)) {
    last = progress
    if (progress.added + progress.changed > 0) wakeEmbedding()
    onProgress(progress)
  }
  return last
}

const rootExists = (root: string): Promise<boolean> =>
  stat(root).then(
    () => true,
    () => false,
  )

export const openLibrary = (parts: LibraryParts, sync: Sync): Omit<Library, 'upload' | 'ingestSite' | 'estimate'> => ({
  put: (input) => putText(parts, input),
  ingest: async (paths, options, onProgress, signal) => {
    const synced = await sync(paths, options, (progress) => onProgress({ ...progress, pendingEmbeddings: 0 }), signal)
    return waitForVectors(parts, synced, onProgress, signal)
  },
})

/** Parsed, embedded and stored, in this order: when it returns, the text is found by words and by meaning. */
const putText = async (parts: LibraryParts, { text, ...input }: PutText): Promise<PutResult> => {
  const onEmbedFailure = (error: unknown): void => parts.log('A text could not be embedded; it is stored and will be embedded later.', error)
  const putWith = (embedder: Embedder | null): Promise<PutResult> =>
    drain(ingestDocument({ ...parts, embedder: () => embedder, onEmbedFailure })({ ...input, content: text }))
  const embedder = await parts.embedderOf(input.collection)
  const result = await putWith(embedder)
  if (result.embedded) return result
  // The collection may have changed to another model while this was embedded with the old one.
  const now = await parts.embedderOf(input.collection)
  const again = now && embedder && now.id !== embedder.id ? await putWith(now) : result
  parts.wakeEmbedding()
  return { ...again, outcome: result.outcome }
}

const waitForVectors = async (
  parts: LibraryParts,
  synced: SyncProgress,
  onProgress: (progress: IngestProgress) => void,
  signal?: AbortSignal,
): Promise<IngestProgress> => {
  for (;;) {
    throwIfAborted(signal)
    const pendingEmbeddings = await parts.pendingEmbeddings()
    const progress = { ...synced, pendingEmbeddings }
    onProgress(progress)
    if (pendingEmbeddings === 0 || !parts.canEmbed()) return progress
    await sleep(250, signal)
  }
}

const noProgress: SyncProgress = { done: 0, total: 0, added: 0, changed: 0, unchanged: 0, removed: 0, failed: [], skipped: {}, notes: [] }

const sum = (a: SyncProgress, b: SyncProgress): SyncProgress => ({
  done: a.done + b.done,
  total: a.total === null || b.total === null ? null : a.total + b.total,
  added: a.added + b.added,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
  removed: a.removed + b.removed,
  failed: [...a.failed, ...b.failed],
  notes: [...a.notes, ...b.notes],
  skipped: Object.fromEntries(
    [...new Set([...Object.keys(a.skipped), ...Object.keys(b.skipped)])].map((kind) => [kind, (a.skipped[kind] ?? 0) + (b.skipped[kind] ?? 0)]),
  ),
  ...(b.current !== undefined && { current: b.current }),
})
