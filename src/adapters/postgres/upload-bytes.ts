import { createReadStream } from 'node:fs'
import { AppError } from '../../base/error.ts'
import { newId } from '../../base/id.ts'
import type { Database } from './database.ts'

/** Uploaded files in the database, in parts: a job may be taken by another machine than the one that received them. */
export interface UploadBytes {
  /** Gives the id to read it by. All or nothing. */
  keep(path: string, collection: string): Promise<string>
  /** Fails with `not_found` when it was read and removed already. */
  read(uploadId: string): Promise<Uint8Array>
  remove(uploadIds: readonly string[]): Promise<void>
  /** What a crash left between upload and job. */
  removeStale(olderThanMs: number): Promise<void>
}

const partBytes = 1 << 20

export const openUploadBytes = (database: Database): UploadBytes => ({
  keep: async (path, collection) => {
    const uploadId = newId()
    await database.transaction(async (query) => {
      let part = 0
      for await (const bytes of createReadStream(path, { highWaterMark: partBytes }))
        await query('insert into upload_part (upload_id, part, collection, bytes) values ($1, $2, $3, $4)', [uploadId, part++, collection, bytes])
      // An empty file is a file.
      if (part === 0)
        await query('insert into upload_part (upload_id, part, collection, bytes) values ($1, 0, $2, $3)', [uploadId, collection, Buffer.alloc(0)])
    })
    return uploadId
  },

  read: async (uploadId) => {
    const parts: Uint8Array[] = []
    for (;;) {
      const [row] = await database.query<{ bytes: Uint8Array }>('select bytes from upload_part where upload_id = $1 and part = $2', [uploadId, parts.length])
      if (!row) break
      parts.push(row.bytes)
    }
    if (parts.length === 0) throw new AppError('not_found', 'The uploaded file is no longer here. Upload it again.')
    return Buffer.concat(parts)
  },

  remove: async (uploadIds) => {
    await database.transaction((query) => query('delete from upload_part where upload_id = any ($1::uuid[])', [uploadIds]))
  },

  removeStale: async (olderThanMs) => {
    await database.transaction((query) => query(staleSql, [olderThanMs]))
  },
})

const staleSql = `
  delete from upload_part where created_at < now() - $1::float8 * interval '1 millisecond'
    and not exists (select from job where state in ('queued', 'running') and position(upload_part.upload_id::text in job.input::text) > 0)`
