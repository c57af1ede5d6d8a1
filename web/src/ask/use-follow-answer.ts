import { useEffect, useRef } from 'preact/hooks'
import { citedSource, type SourceReference } from '../reading/source.ts'
import type { OpenedSources } from '../reading/use-source.ts'
import type { Exchange } from './exchange.ts'
import { distinctCitations, numberCitations } from './number-citations.ts'

/** A source that is open since before the latest question goes on to what the answer cites first, or closes; one opened meanwhile stays. */
export const useFollowAnswer = (latest: Exchange | undefined, { opened, follow }: OpenedSources): void => {
  const before = useRef<readonly SourceReference[] | null>(null)
  const isAsking = latest?.phase === 'asking'
  useEffect(() => {
    const isFromBefore = before.current !== null && before.current === opened?.references
    before.current = isAsking ? (opened?.references ?? null) : null
    // Only at the end of an answer: nothing moves while it grows.
    if (latest && !isAsking && isFromBefore) follow(distinctCitations(numberCitations(latest.citations)).map((it) => citedSource(it.citation)))
  }, [latest?.id, isAsking])
}
