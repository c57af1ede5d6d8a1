/** Files that came over HTTP: they lie in a folder of ours, under names of ours, until their job has read them. */
import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../base/error.ts'

/** Fails with `not_found` when it has been read and removed already. */
export const readUploaded = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new AppError('not_found', 'The uploaded file is no longer here. Upload it again.', { cause })
  }
}

export const removeUploaded = (path: string): Promise<void> => rm(path, { force: true })

/** What a crash left behind between upload and job: nobody will ever read it. */
export const removeStaleUploads = async (folder: string, olderThanMs: number): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (Date.now() - mtimeMs > olderThanMs) await removeUploaded(path)
  }
}
