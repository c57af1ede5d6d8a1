/** Looks at watches when they are due, each by itself: one that hangs holds up no other. */
import { sleep } from '../../../base/async.ts'
import { asSystem } from '../../../domain/call.ts'
import type { KillSwitch } from '../../../domain/audit.ts'
import type { Watch } from '../../../domain/watch.ts'
import type { ClaimedWatch, WatchQueue } from '../../../domain/watch-queue.ts'
import { leaseMs, lookAt, type LookParts } from './look-at.ts'

export interface LoopParts extends LookParts {
  readonly queue: WatchQueue
  readonly watches: readonly Watch[]
  readonly killSwitch: Pick<KillSwitch, 'assertRunning' | 'signal'> | null
  /** After each look that was kept. */
  onLook(watch: string): void
  log(message: string, error: unknown): void
}

/** Looks of one process at a time. */
const mostAtOnce = 64

/** Resolves when the signal is aborted and no look is under way. */
export const runWatchLoop = (parts: LoopParts, signal: AbortSignal): Promise<void> =>
  asSystem(async () => {
    const byName = new Map(parts.watches.map((it) => [it.name, it]))
    const pollMs = Math.min(5_000, Math.max(500, Math.min(...parts.watches.map(({ everySeconds }) => everySeconds * 250))))
    const running = new Set<Promise<void>>()
    while (!signal.aborted) {
      const claims = await claimDue(parts, mostAtOnce - running.size)
      for (const claim of claims) {
        const work = oneLook(byName.get(claim.watch)!, claim, parts, signal).finally(() => running.delete(work))
        running.add(work)
      }
      await sleep(pollMs, signal).catch(() => {})
    }
    await Promise.all(running)
  })

/** Nothing while everything is stopped, or the database is away. */
const claimDue = async ({ queue, watches, killSwitch, log }: LoopParts, limit: number): Promise<readonly ClaimedWatch[]> => {
  if (limit <= 0) return []
  const isStopped = await killSwitch?.assertRunning().then(
    () => false,
    () => true,
  )
  if (isStopped) return []
  return queue.claim({ watches: watches.map(({ name }) => name), limit, leaseMs }).catch((error: unknown) => {
    log('Due watches could not be claimed; it is tried again.', error)
    return []
  })
}

export const oneLook = async (watch: Watch, claim: ClaimedWatch, parts: LoopParts, signal: AbortSignal): Promise<void> => {
  const stop = parts.killSwitch ? AbortSignal.any([signal, parts.killSwitch.signal()]) : signal
  try {
    if (await lookAt(watch, claim, parts, stop)) parts.onLook(watch.name)
  } catch (error) {
    // Its lease ends, and the watch is looked at again.
    if (!stop.aborted) parts.log(`The look of watch "${watch.name}" could not be kept.`, error)
  }
}
