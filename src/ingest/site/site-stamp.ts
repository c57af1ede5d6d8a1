import type { PutOutcome } from '../../domain/document.ts'
import type { Validators } from '../../domain/site.ts'

/** What is remembered of a page until the next crawl, as the stamp of its document. */
export interface SiteStamp extends Validators {
  /** SHA-256 of the bytes that were sent. */
  readonly hash: string
  /** Paths of the pages that it was the first to name: a page that is unchanged is not sent again, so its links have to be known. */
  readonly links: readonly string[]
  /** The crawl that stored it, and what it did: a crawl that goes on after an interruption counts it without asking again. */
  readonly run: string
  readonly outcome: PutOutcome
}

export const writeStamp = (stamp: SiteStamp): string => JSON.stringify(stamp)

/** Null for stamps that a crawl did not write. */
export const readStamp = (text: string): SiteStamp | null => {
  try {
    const stamp = JSON.parse(text) as SiteStamp
    return typeof stamp.hash === 'string' && Array.isArray(stamp.links) ? stamp : null
  } catch {
    return null
  }
}
