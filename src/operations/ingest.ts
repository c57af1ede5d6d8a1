import { z } from 'zod'
import { AppError } from '../base/error.ts'
import type { IngestProgress } from './app.ts'
import { operation } from './operation.ts'
import { presentProgress } from './present.ts'
import { collectionName, progressSchema } from './schemas.ts'

/** Reads files of the machine it runs on, so it has no HTTP route: only the person who owns the data folder reaches it. */
export const ingest = operation({
  name: 'ingest',
  summary: 'Bring a folder or file in; only what changed is read again',
  effect: 'write',
  http: null,
  cli: { words: ['ingest'], positional: ['paths'] },
  streams: true,
  input: z.strictObject({
    paths: z
      .array(
        z
          .string()
          .min(1)
          .refine((path) => !/^https?:\/\//i.test(path), 'addresses cannot be read yet; save the page and ingest the file'),
      )
      .min(1)
      .describe('Folders or files'),
    collection: collectionName,
  }),
  output: progressSchema,
  run: async (app, { paths, collection }, { signal, onEvent }) => {
    const show = (progress: IngestProgress): void => onEvent?.({ type: 'progress', data: presentProgress(progress) })
    return presentProgress(await app.library.ingest(paths, collection, show, signal))
  },
})

/** Its files come as multipart form data, which the HTTP door takes apart before this runs. */
export const uploadDocuments = operation({
  name: 'uploadDocuments',
  summary: 'Upload files; the job tells how their ingestion goes',
  effect: 'write',
  http: { method: 'POST', path: '/documents', status: 202 },
  cli: null,
  input: z.strictObject({
    collection: collectionName,
    files: z.array(z.object({ name: z.string().min(1).max(1024), path: z.string() })).min(1, 'send at least one file'),
  }),
  output: z.object({ job_id: z.string() }),
  run: async (app, { files, collection }) => ({ job_id: (await app.library.upload(files, collection)).jobId }),
})

export const getJob = operation({
  name: 'getJob',
  summary: 'How a job is doing',
  effect: 'read',
  http: { method: 'GET', path: '/jobs/{job_id}' },
  cli: { words: ['jobs', 'get'], positional: ['job_id'] },
  input: z.strictObject({
    job_id: z
      .string()
      .regex(/^[0-9a-f-]{36}$/, 'a job id, as the upload returned it')
      .describe('Its id'),
  }),
  output: z.object({
    job_id: z.string(),
    kind: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    progress: z.record(z.string(), z.unknown()),
    error: z.string().nullable(),
    created_at: z.string(),
    finished_at: z.string().nullable(),
  }),
  run: async (app, { job_id }) => {
    const job = await app.jobs.find(job_id)
    if (!job) throw new AppError('not_found', `No job "${job_id}". It may have been removed, or the id was cut off.`)
    return {
      job_id: job.id,
      // What follows the colon says who may take it.
      kind: job.kind.split(':')[0]!,
      state: job.state,
      progress: { ...job.progress },
      error: job.error,
      created_at: job.createdAt.toISOString(),
      finished_at: job.finishedAt?.toISOString() ?? null,
    }
  },
})
