import type { ComparedAnswers, JudgedMetric, PairCounts } from '../../domain/eval-run.ts'
import { certified, described } from '../judge/correct-mean.ts'
import type { AppointedJudge } from './judge-answer.ts'

/** What is known of a share of comparisons won: its counts, and who judged; at least one comparison. With notes, sentences for the report. */
export const pairMetric = (compared: readonly ComparedAnswers[], { judge, certificate }: AppointedJudge): { metric: JudgedMetric; notes: string[] } => {
  const pairs = countPairs(compared)
  const named = `${judge.id} judging by ${judge.rubric.version}`
  return {
    // The labelled pairs are of other systems: no mean of theirs corrects the share won here.
    metric: { rubric: judge.rubric.version, judge: judge.id, failed: pairs.failed, certificate: certified(certificate), corrected: null, pairs },
    notes: [
      certificate
        ? `${named} is known by ${described(certificate)}.`
        : `${named} was never measured against people: what it prefers stands as it is. "answerable eval judge" measures it.`,
    ],
  }
}

const countPairs = (compared: readonly ComparedAnswers[]): PairCounts => {
  const had = compared.filter(({ preference }) => preference !== null)
  const count = (preference: ComparedAnswers['preference']): number => compared.filter((it) => it.preference === preference).length
  const turned = had.filter(({ inOrder, swapped }) => inOrder !== swapped).length
  return {
    against: compared[0]!.against,
    wins: count('second'),
    ties: count('tie'),
    losses: count('first'),
    failed: count(null),
    inconsistent: had.length === 0 ? null : turned / had.length,
  }
}
