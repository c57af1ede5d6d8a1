/** Pages of the web: what a client makes of one request, and what a crawl of a site is asked for. */
import type { SyncProgress } from './source.ts'

/** What an earlier answer said of itself, sent along so that an unchanged page costs no download (RFC 9110, 13.1). */
export interface Validators {
  readonly etag: string | null
  readonly lastModified: string | null
}

/** The answer to one request; a redirect is not followed, because its target is a page of its own that may be out of bounds. */
export type Fetched =
  | FetchedPage
  | { readonly type: 'unchanged' }
  | { readonly type: 'redirect'; readonly to: URL; readonly permanent: boolean }
  /** Of a kind that the caller does not want: nothing of it was read. */
  | { readonly type: 'unwanted'; readonly mediaType: string }
  | { readonly type: 'failed'; readonly status: number; readonly retryAfterMs: number | null }

export interface FetchedPage extends Validators {
  readonly type: 'page'
  /** In lower case and without parameters; empty when the server names none. */
  readonly mediaType: string
  /** As the server states it; null when it does not. */
  readonly charset: string | null
  readonly bytes: Uint8Array
  /** X-Robots-Tag, all of them joined by commas; empty for none. */
  readonly robotsTag: string
}

export interface FetchOptions {
  readonly validators?: Validators | undefined
  /** How many bytes are read of this kind, after decompression; 0 for none. */
  readonly limitOf: (mediaType: string) => number
}

/**
 * Asks for one page. Never connects to an address that is not allowed, whatever the name resolves to.
 * Fails with `forbidden` (address), `upstream` (no answer, broken answer), `upstream_timeout` or `too_large`, each with a sentence; stops with `signal.reason`.
 */
export interface WebClient {
  get(url: URL, options: FetchOptions, signal?: AbortSignal): Promise<Fetched>
  close(): Promise<void>
}

export interface SiteRequest {
  readonly collection: string
  /** The page to start at; kept as the root of all documents that come from it. */
  readonly start: URL
  readonly maxPages: number
  /** A crawl that goes on after an interruption has the name of the first try: pages that it stored are not asked for again. */
  readonly run: string
}

export interface SiteProgress extends SyncProgress {
  /** The page that was asked for last. */
  readonly current: string | null
}

/** A client for one site: it waits between its requests, and asks again what a busy server put off. */
export interface PacedClient extends WebClient {
  /** The site asks for more time between two requests. */
  pace(delayMs: number): void
}
