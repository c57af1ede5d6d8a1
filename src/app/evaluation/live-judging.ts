/** Judges the answers that people got, in quiet moments, and never while somebody waits for one. */
import { openLiveJudgements } from '../../adapters/postgres/live-judgements.ts'
import { sleep } from '../../base/async.ts'
import type { Judgement } from '../../domain/judgement.ts'
import type { ClaimedAnswer } from '../../domain/live-quality.ts'
import { verifierName } from '../../evaluate/judge/verifier-judge.ts'
import { isAcrossLanguages, judgedItem, unjudged } from '../../evaluate/live/judged-item.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { liveLanes, type OpenLane } from './live-lanes.ts'
import type { QuietTime } from './quiet-time.ts'

export interface LiveJudging {
  /** For programs that stay: a command is over before there is a quiet moment. */
  start(): void
  close(): Promise<void>
}

// Answers of other processes are seen no sooner; own ones at once.
const lookEveryMs = 60_000
/** A judge that failed is left alone, twice as long each time: an outage costs a few answers their judgement, not all. */
const firstRestMs = 30_000
const longestRestMs = 3_600_000

const beyondTheVerifier = { failure: 'The answer is in another language than its passages: the verifier alone cannot compare them.' }

export const openLiveJudging = (parts: EvaluationParts, quiet: QuietTime): LiveJudging => {
  const stop = new AbortController()
  const judgements = openLiveJudgements(parts.database)
  const openLanes = liveLanes(parts)
  const rests = new Map<string, { readonly until: number; readonly ms: number }>()
  let running: Promise<void> | null = null

  const textOf = async (id: string, version: string): Promise<string | null> => (await parts.documents.get(id, version))?.text ?? null

  const judgeOne = async (lane: OpenLane, { entry, finish, release }: ClaimedAnswer): Promise<void> => {
    // A server works elsewhere and is paid for what it has begun: only judges on this machine give way.
    const signal = lane.isHere ? AbortSignal.any([stop.signal, quiet.untilAsked()]) : stop.signal
    try {
      const isBeyond = lane.judge === verifierName && isAcrossLanguages(entry)
      const item = isBeyond ? beyondTheVerifier : await judgedItem(entry, textOf)
      const judgement: Judgement = 'failure' in item ? { ...unjudged(item.failure), rubric: lane.rubric, judge: lane.judge } : await lane.by.judge(item, signal)
      await finish(judgement)
      rest(lane, 'failure' in item ? null : judgement.failure)
    } catch (error) {
      if (!signal.aborted) throw error
      if (lane.isHere) await release()
    }
  }

  const rest = ({ judge }: OpenLane, failure: string | null): void => {
    const ms = Math.min(longestRestMs, (rests.get(judge)?.ms ?? firstRestMs / 2) * 2)
    if (failure === null) rests.delete(judge)
    else rests.set(judge, { until: performance.now() + ms, ms })
  }

  /** True when there may be more to do. */
  const round = async (): Promise<boolean> => {
    for (const lane of await openLanes()) {
      if ((rests.get(lane.judge)?.until ?? 0) > performance.now()) continue
      const claim = await judgements.claim(lane)
      if (!claim) continue
      await judgeOne(lane, claim)
      return true
    }
    return false
  }

  const work = async (): Promise<void> => {
    // Nobody else can have an embedded database open.
    if (parts.database.kind === 'pglite') await judgements.freeClaims()
    while (!stop.signal.aborted) {
      await quiet.quiet(stop.signal)
      const next = quiet.nextAnswer()
      const isMore = await round().catch((error: unknown) => {
        if (!stop.signal.aborted) parts.log('A live answer could not be judged; it is tried again.', error)
        return false
      })
      if (!isMore) await Promise.race([next, sleep(lookEveryMs, stop.signal)])
    }
  }

  return {
    start: () => (running ??= work().catch(() => {})),
    close: async () => {
      stop.abort()
      await running
    },
  }
}
