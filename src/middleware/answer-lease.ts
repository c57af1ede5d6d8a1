import { sleep } from '../base/async.ts'
import { newId } from '../base/id.ts'
import type { AnswerCache, AnswerKey, KeptAnswer } from '../domain/answer-cache.ts'

/** The right to answer a question while other processes wait. */
export interface AnswerLease {
  /** Null: this process answers. Else what another process answered meanwhile. Waits no longer than `mostWaitMs`, then answers as well. */
  take(signal: AbortSignal): Promise<KeptAnswer | null>
  /** Never rejects. */
  release(): Promise<void>
}

// A holder that died is waited for so long.
const leaseMs = 6_000
const renewMs = 2_000
const lookMs = 150
const mostWaitMs = 30_000

export const answerLease = (cache: AnswerCache, key: AnswerKey, onFailure: (error: unknown) => void): AnswerLease => {
  const holder = newId()
  const claim = (): Promise<boolean> => cache.claim(key, holder, leaseMs)
  let renewing: NodeJS.Timeout | null = null
  return {
    take: async (signal) => {
      for (let waitedMs = 0; waitedMs < mostWaitMs; waitedMs += lookMs) {
        const isMine = await claim().catch(onFailure)
        if (isMine === undefined) return null
        if (isMine) renewing ??= setInterval(() => void claim().catch(onFailure), renewMs)
        // Its last holder may have ended between our look and our claim.
        const kept = (await cache.find({ ...key, form: null }).catch(onFailure))?.kept ?? null
        if (kept || isMine) return kept
        await sleep(lookMs, signal)
      }
      return null
    },
    release: async () => {
      if (!renewing) return
      clearInterval(renewing)
      await cache.release(key, holder).catch(onFailure)
    },
  }
}
