import type { JudgedMetric } from '../../domain/eval-run.ts'
import type { JudgeCertificate } from '../../domain/judgement.ts'
import { meanOf, sum } from '../statistics/clusters.ts'
import { predictionPowered } from '../statistics/ppi.ts'

/** What a report needs of a judgement; null = it could not be had. */
export interface Verdicts {
  readonly rubric: string
  readonly judge: string
  /** One for each answer that was judged. */
  readonly verdicts: readonly ('pass' | 'fail' | null)[]
}

/** The metric of a judge's mean, and notes on what it rests on: sentences for the report. */
export const judgedMetric = ({ rubric, judge, verdicts }: Verdicts, certificate: JudgeCertificate | null): { metric: JudgedMetric; notes: string[] } => {
  const failed = verdicts.filter((it) => it === null).length
  const named = `${judge} judging by ${rubric}`
  const none = { rubric, judge, failed, certificate: null, corrected: null }
  if (!certificate) {
    return { metric: none, notes: [`${named} was never measured against people: its score stands uncorrected. "answerable eval judge" measures it.`] }
  }
  const passed = verdicts.map((it) => Number(it === 'pass'))
  const labelled = certificate.calibration.map(({ judge: said }) => said)
  const isLike = drawnAlike(passed, labelled)
  // The labelled items' own mean says nothing of answers that differ from them.
  const corrected = certificate.calibration.length < 2 ? null : predictionPowered(passed, certificate.calibration, isLike ? 'tuned' : 1)
  const metric = {
    rubric,
    judge,
    failed,
    certificate: certified(certificate),
    corrected,
  }
  const assumption = `The corrected mean of ${named} holds as far as these answers are like the ${certificate.items} labelled ones of ${certificate.dataset}.`
  const unlike = `They are unlike: the judge passes ${percent(meanOf(passed))} here and ${percent(meanOf(labelled))} there, so that only its mean error is carried over. Label some of these answers.`
  return { metric, notes: corrected === null ? [] : [isLike ? assumption : `${assumption} ${unlike}`] }
}

/** What a report tells of it. */
export const certified = (it: JudgeCertificate | null): JudgedMetric['certificate'] =>
  it && { id: it.id, agreement: it.agreement.value, kappa: it.kappa, dataset: it.dataset }

/** Whether both shares of passes may be one: they are less than three standard errors apart, which of like sets one in 370 is not. */
const drawnAlike = (a: readonly number[], b: readonly number[]): boolean => {
  const share = sum([...a, ...b]) / Math.max(1, a.length + b.length)
  const error = Math.sqrt(share * (1 - share) * (1 / Math.max(1, a.length) + 1 / Math.max(1, b.length)))
  return Math.abs(meanOf(a) - meanOf(b)) <= 3 * error
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
