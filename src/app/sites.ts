/** Sites become documents: in a job that survives a restart, or for a command that waits. */
import type { JobHandler } from '../adapters/postgres/job-worker.ts'
import { openWebClient } from '../adapters/web/web-client.ts'
import { sleep, throwIfAborted } from '../base/async.ts'
import { newTraceId } from '../base/id.ts'
import { parseWebAddress } from '../base/web-address.ts'
import type { Config } from '../config.ts'
import type { JobQueue } from '../domain/job.ts'
import type { PacedClient, SiteProgress } from '../domain/site.ts'
import { syncSite } from '../ingest/site/sync-site.ts'
import { pacedClient } from '../middleware/paced-client.ts'
import type { Library } from '../operations/app.ts'
import type { LibraryParts } from './library.ts'

export type OpenWeb = () => PacedClient

export const openWeb =
  (config: Config, version: string): OpenWeb =>
  () =>
    pacedClient(openWebClient({ userAgent: userAgentOf(config, version), allowed: config.allowPrivateAddresses }), {
      delayMs: config.crawlDelayMs,
      now: () => performance.now(),
      sleep,
    })

const userAgentOf = ({ crawlContact }: Config, version: string): string =>
  `Answerable/${version} (${crawlContact ? `+${crawlContact.replace(/[^\x20-\x7e]|[()]/g, '')}` : 'self-hosted; reads documentation for its owner'})`

export interface SiteTask {
  readonly collection: string
  readonly url: string
  readonly maxPages: number
  /** Names the crawl across interruptions; one of its own when not given. */
  readonly run?: string
}

/** Resolves when the site's texts are searchable by words. */
export const bringSite = async (
  { store, parser, openWeb, wakeEmbedding }: LibraryParts,
  { url, run = newTraceId(), ...task }: SiteTask,
  onProgress: (progress: SiteProgress) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<SiteProgress> => {
  const web = openWeb()
  try {
    const crawl = syncSite({ store, parser, web })({ ...task, start: parseWebAddress(url), run }, signal)
    for (;;) {
      const { value, done } = await crawl.next()
      if (done) return value
      if (value.added + value.changed > 0) wakeEmbedding()
      await onProgress(value)
    }
  } finally {
    await web.close()
  }
}

export const siteKind = 'site'

export const openSiteJobs =
  (jobs: JobQueue, wake: () => void): Library['ingestSite'] =>
  async ({ url, collection, maxPages }) => {
    const jobId = await jobs.add({ kind: siteKind, collection, input: { url: parseWebAddress(url).href, maxPages } })
    wake()
    return { jobId }
  }

/** A write a second shows that it goes on; pages come faster than that. */
const tellEveryMs = 1000

export const siteHandler =
  (parts: LibraryParts): JobHandler =>
  async (job, signal) => {
    let toldAt = 0
    const { url, maxPages } = job.input as { url: string; maxPages: number }
    const task = { collection: job.record.collection ?? 'default', url, maxPages, run: job.record.id }
    const tell = async (progress: SiteProgress): Promise<void> => {
      if (Date.now() - toldAt < tellEveryMs) return
      toldAt = Date.now()
      await job.heartbeat({ ...progress })
      throwIfAborted(signal)
    }
    return { progress: { ...(await bringSite(parts, task, tell, signal)) } }
  }
