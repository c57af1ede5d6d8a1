import type { JudgedMetric } from '../../domain/eval-run.ts'
import type { Estimate, JudgeCertificate } from '../../domain/judgement.ts'
import { meanOf, sum } from '../statistics/clusters.ts'
import { predictionPowered } from '../statistics/ppi.ts'

/** What a report needs of a judgement; null = it could not be had. */
export interface Verdicts {
  readonly rubric: string
  readonly judge: string
  /** One for each answer that was judged. */
  readonly verdicts: readonly ('pass' | 'fail' | null)[]
  /** Share of passes as the judge gave them, failed judgements counted as failed. */
  readonly mean: Estimate
}

/** The metric of a judge's mean, and notes on what it rests on: sentences for the report. */
export const judgedMetric = ({ rubric, judge, verdicts, mean }: Verdicts, certificate: JudgeCertificate | null): { metric: JudgedMetric; notes: string[] } => {
  const had = verdicts.filter((it) => it !== null)
  const failed = verdicts.length - had.length
  const named = `${judge} judging by ${rubric}`
  const none = { rubric, judge, failed, certificate: null, corrected: null }
  if (!certificate) {
    return { metric: none, notes: [`${named} was never measured against people: its score stands uncorrected. "answerable eval judge" measures it.`] }
  }
  const { calibration } = certificate
  // The error that was measured is one of verdicts: what has none stays failed.
  const corrected = calibration.length < 2 ? null : predictionPowered(mean, calibration, had.length / Math.max(1, verdicts.length))
  const metric = { rubric, judge, failed, certificate: certified(certificate), corrected }
  const rests = `${named} is known by ${described(certificate)}.`
  if (corrected === null) return { metric, notes: [`${rests} Too few of them got a verdict to correct its score.`] }

  const [here, there] = [had.map((it) => Number(it === 'pass')), calibration.map((it) => it.judge)] as const
  const assumption = `${rests} The corrected mean adds its mean error there, and holds as far as these answers are like those.`
  const unlike = `They are unlike: the judge passes ${percent(meanOf(here))} here and ${percent(meanOf(there))} there. Label some of these answers.`
  return { metric, notes: [had.length === 0 || drawnAlike(here, there) ? assumption : `${assumption} ${unlike}`] }
}

/** Which measurement counts. */
export const described = ({ items, dataset, madeAt }: JudgeCertificate): string =>
  `its certificate of ${madeAt.toISOString().slice(0, 10)} on ${items} labelled ${items === 1 ? 'item' : 'items'} of ${dataset}`

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
