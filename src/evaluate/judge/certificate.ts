import type { Estimate, JudgeCertificate, Judgement, Labelled, PairJudgement } from '../../domain/judgement.ts'
import { auroc } from '../statistics/auroc.ts'
import { meanOf, sum } from '../statistics/clusters.ts'
import { cohenKappa } from '../statistics/kappa.ts'
import { wilson } from '../statistics/wilson.ts'
import type { JudgedLabelled } from './judge-labelled.ts'
import { pairVerdicts, singleVerdicts } from './judge-prompt.ts'
import { lengthBias } from './length-bias.ts'
import { peopleKappa } from './people-kappa.ts'

type Head = Pick<JudgeCertificate, 'id' | 'rubric' | 'rubricHash' | 'judge' | 'dataset' | 'datasetHash' | 'madeAt'>

export const failed = 'failed'

/** How the judge agreed with people. A judgement that could not be had agrees with nobody. */
export const certificateOf = (head: Head, judged: readonly JudgedLabelled[]): JudgeCertificate => {
  const kind = judged[0]?.labelled.kind ?? 'single'
  const verdicts = judged.map(({ judgements }) => verdictOf(judgements[0]!))
  const labels = judged.map(({ labelled }) => labelled.label)
  const pairs = labels.map((label, index) => [label, verdicts[index]!] as const)
  const agreed = pairs.filter(([label, verdict]) => label === verdict).length
  return {
    ...head,
    items: judged.length,
    failed: verdicts.filter((verdict) => verdict === failed).length,
    agreement: wilson(agreed, judged.length),
    kappa: cohenKappa(pairs),
    peopleKappa: peopleKappa(judged.map(({ labelled }) => labelled.votes)),
    baseRate: mostFrequent(labels) / Math.max(1, labels.length),
    confusion: confusionOf(kind === 'single' ? singleVerdicts : pairVerdicts, pairs),
    repeatConsistency: repeatConsistency(judged),
    ...positionOf(judged),
    lengthBias: lengthBias(judged),
    calibration: judged.flatMap(calibrationOf),
    auroc: kind === 'single' ? scoreAuroc(judged) : null,
  }
}

/** `failed` for a judgement that could not be had. */
export const verdictOf = (judgement: Judgement | PairJudgement): string => ('preference' in judgement ? judgement.preference : judgement.verdict) ?? failed

const mostFrequent = (labels: readonly string[]): number => Math.max(0, ...[...Map.groupBy(labels, (label) => label).values()].map(({ length }) => length))

const confusionOf = (labels: readonly string[], pairs: readonly (readonly [string, string])[]): JudgeCertificate['confusion'] => {
  const columns = [...labels, failed]
  const count = (row: string, column: string): number => pairs.filter(([label, verdict]) => label === row && verdict === column).length
  return { labels: columns, counts: labels.map((row) => columns.map((column) => count(row, column))) }
}

const repeatConsistency = (judged: readonly JudgedLabelled[]): Estimate | null => {
  const repeated = judged.filter(({ judgements }) => judgements.length > 1)
  const same = repeated.filter(({ judgements }) => judgements.every((it) => verdictOf(it) === verdictOf(judgements[0]!)))
  return repeated.length === 0 ? null : wilson(same.length, repeated.length)
}

const positionOf = (judged: readonly JudgedLabelled[]): Pick<JudgeCertificate, 'positionFlips' | 'firstPlaceShare'> => {
  const asked = judged.flatMap(({ judgements: [one] }) => (one && 'preference' in one && one.preference !== null ? [one] : []))
  if (asked.length === 0) return { positionFlips: null, firstPlaceShare: null }
  const turned = asked.filter(({ inOrder, swapped }) => inOrder !== swapped)
  const wonByFirst = turned.flatMap(({ inOrder, swapped }) => [
    ...(inOrder === 'tie' ? [] : [Number(inOrder === 'first')]),
    // Shown second first.
    ...(swapped === 'tie' ? [] : [Number(swapped === 'second')]),
  ])
  return { positionFlips: wilson(turned.length, asked.length), firstPlaceShare: wonByFirst.length === 0 ? null : meanOf(wonByFirst) }
}

const calibrationOf = ({ labelled, judgements }: JudgedLabelled): JudgeCertificate['calibration'] => {
  const [judgement] = judgements
  if (labelled.kind === 'pair' || !judgement || 'preference' in judgement || judgement.verdict === null) return []
  return [{ people: passShare(labelled), judge: judgement.verdict === 'pass' ? 1 : 0 }]
}

const passShare = ({ votes }: Labelled): number => sum(votes.map(({ label }) => Number(label === 'pass'))) / votes.length

/** Failed judgements stand on the wrong side. */
const scoreAuroc = (judged: readonly JudgedLabelled[]): Estimate | null => {
  const passed = judged.map(({ labelled }) => labelled.label === 'pass')
  const scores = judged.map(({ judgements }, index) => (judgements[0] as Judgement).score ?? Number(!passed[index]))
  return new Set(scores).size < 3 ? null : auroc(scores, passed)
}
