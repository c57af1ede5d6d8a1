import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { isWebAddress } from '../base/web-address.ts'
import { defaultMaxPages, type IngestProgress } from './app.ts'
import { operation } from './operation.ts'
import { presentProgress } from './present.ts'
import { collectionName, progressSchema } from './schemas.ts'

const maxPages = z.int().min(1).max(10_000).default(defaultMaxPages).describe('How many pages of a site are asked for at most')

/** Reads files of the machine it runs on, so it has no HTTP route: only the person who owns the data folder reaches it. */
export const ingest = operation({
  name: 'ingest',
  summary: 'Bring a folder, file or site in; only what changed is read again',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['ingest'], positional: ['paths'], watches: true },
  streams: true,
  input: z.strictObject({
    paths: z.array(z.string().min(1)).min(1).describe('Folders, files, or addresses of a page: it and the pages below it are read').meta({ path: true }),
    collection: collectionName,
    max_pages: maxPages,
    estimate: z.boolean().default(false).describe('Only say what it would take: all is read, nothing is stored, embedded or removed'),
  }),
  output: progressSchema.extend({
    estimate: z
      .object({
        chunks: z.int(),
        tokens: z.int().describe('That the embedding model would read'),
        cost_usd: z.number().nullable().describe('null: the price is not known'),
      })
      .nullable()
      .describe('With `estimate`: what it would take, the counts beside it being what would come of it; null otherwise'),
  }),
  run: async (app, { paths, collection, max_pages, estimate: isEstimate }, { signal, onEvent }) => {
    const show = (progress: IngestProgress): void => onEvent?.({ type: 'progress', data: presentProgress(progress) })
    const options = { collection, maxPages: max_pages }
    if (!isEstimate) return { ...presentProgress(await app.library.ingest(paths, options, show, signal)), estimate: null }
    const { progress, chunks, tokens, costUsd } = await app.library.estimate(paths, options, show, signal)
    return { ...presentProgress(progress), estimate: { chunks, tokens, cost_usd: costUsd === null ? null : Number(costUsd) } }
  },
})

/** Takes addresses of the web and nothing else: a path of the machine would be a stranger's way to its files. */
export const ingestSite = operation({
  name: 'ingestSite',
  summary: 'Read a page of the web and the pages below it; the job tells how it goes',
  effect: 'write',
  http: { method: 'POST', path: '/ingest', status: 202 },
  cli: null,
  input: z.strictObject({
    url: z
      .string()
      .max(2048, 'must have at most 2,048 characters')
      .refine(isWebAddress, 'must begin with https:// or http://; files are brought in with POST /documents')
      .describe('The page to start at; robots.txt is respected, and addresses of private networks are refused unless a setting allows them'),
    collection: collectionName,
    max_pages: maxPages,
  }),
  output: z.object({ job_id: z.string() }),
  run: async (app, { url, collection, max_pages }) => ({ job_id: (await app.library.ingestSite({ url, collection, maxPages: max_pages })).jobId }),
})

/** Its files come as multipart form data, which the HTTP door takes apart before this runs. */
export const uploadDocuments = operation({
  name: 'uploadDocuments',
  summary: 'Upload files; the job tells how their ingestion goes',
  effect: 'write',
  http: { method: 'POST', path: '/documents', status: 202 },
  cli: null,
  line: 'writes',
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
