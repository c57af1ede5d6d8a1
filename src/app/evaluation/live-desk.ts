import { openCertificates } from '../../adapters/postgres/certificates.ts'
import { openEvalRuns } from '../../adapters/postgres/eval-runs.ts'
import { openLiveJudgements } from '../../adapters/postgres/live-judgements.ts'
import { openLiveQuality } from '../../adapters/postgres/live-quality.ts'
import { certificateInUse } from '../../domain/judgement.ts'
import { judgedTrends, trendDays, trendTotal } from '../../evaluate/live/trends.ts'
import type { TrendsDesk } from '../../operations/evaluation/trends-desk.ts'
import type { EvaluationParts } from './evaluation-parts.ts'

const mostRuns = 200
const dayMs = 86_400_000

export const openLiveDesk = ({ database, config }: EvaluationParts): TrendsDesk => {
  const quality = openLiveQuality(database)
  const judgements = openLiveJudgements(database)
  const certificates = openCertificates(database)
  const runs = openEvalRuns(database)
  return {
    trends: async ({ collection, days }) => {
      const now = new Date()
      // Whole days, so that the first one is not told by its evening.
      const since = new Date((Math.floor(now.getTime() / dayMs) - days + 1) * dayMs)
      const period = { collection, since }
      const [figures, judged, known, done, spentTodayUsd] = await Promise.all([
        quality.days(period),
        quality.judgedDays(period),
        certificates.list(),
        runs.list(null, mostRuns),
        judgements.spentTodayUsd(),
      ])
      return {
        days: trendDays(figures, since, now),
        total: trendTotal(figures),
        judged: judgedTrends(judged, (hash, judge) => certificateInUse(known.filter((it) => it.rubricHash === hash && it.judge === judge))),
        judging: {
          verifier: config.liveJudgeVerifier,
          share: config.liveJudgeShare,
          rubrics: config.liveJudgeShare > 0 ? config.liveJudgeRubrics : [],
          mostUsd: config.liveJudgeMostUsd,
          spentTodayUsd,
        },
        runs: done.filter((it) => it.startedAt >= since && (collection === null || it.collection === collection)),
      }
    },
  }
}
