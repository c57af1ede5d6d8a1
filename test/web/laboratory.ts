/** A database and a parser that the tests of one file share, and a collection for each test. */
import { openParser } from '../../src/adapters/parsing/parser.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openWebClient, type WebClientOptions } from '../../src/adapters/web/web-client.ts'
import { drain, sleep } from '../../src/base/async.ts'
import type { DocumentStore, DocumentSummary } from '../../src/domain/document.ts'
import type { SiteProgress, SiteRequest } from '../../src/domain/site.ts'
import { preparation } from '../../src/ingest/prepare.ts'
import { syncSite } from '../../src/ingest/site/sync-site.ts'
import { pacedClient } from '../../src/middleware/paced-client.ts'
import { openTemporaryPglite } from '../support/stores.ts'

export interface Ground {
  readonly store: DocumentStore
  readonly collection: string
  crawl(start: string, options?: CrawlOptions): Promise<SiteProgress>
  all(): Promise<DocumentSummary[]>
  /** Stored text by path below the start page. */
  text(source: string): Promise<string>
}

export interface CrawlOptions extends Partial<Pick<SiteRequest, 'maxPages' | 'run'>> {
  readonly client?: Partial<WebClientOptions>
  readonly delayMs?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SiteProgress) => void
}

export const openLaboratory = async () => {
  const database = await openTemporaryPglite()
  const parser = openParser({ preparation, tokenizerPath: () => null })
  let last = 0
  return {
    ground: (): Ground => {
      const collection = `site${++last}`
      const store = openDocumentStore(database, [collection])
      const all = async () => (await store.list(collection, 1000, null)).documents
      return {
        store,
        collection,
        all,
        crawl: async (start, { client, delayMs = 0, maxPages = 100, run = `run${++last}`, signal, onProgress } = {}) => {
          const inner = openWebClient({ userAgent: 'Answerable/test', allowed: ['127.0.0.1', '::1'], ...client })
          const web = pacedClient(inner, { delayMs, now: () => performance.now(), sleep })
          try {
            return await drain(syncSite({ store, parser, web })({ collection, start: new URL(start), maxPages, run }, signal), onProgress)
          } finally {
            await web.close()
          }
        },
        text: async (source) => {
          const found = (await all()).find((it) => it.source.endsWith(source))
          return (await store.get(found!.id))!.text
        },
      }
    },
    close: async (): Promise<void> => {
      await parser.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

export const counts = ({ added, changed, unchanged, removed, failed }: SiteProgress): number[] => [added, changed, unchanged, removed, failed.length]

/** What was said of pages that failed or were left out. */
export const sentences = ({ failed, notes }: SiteProgress): string => [...failed, ...notes].map(({ source, reason }) => `${source}: ${reason}`).join('\n')
