import type { Estimate } from '../../domain/judgement.ts'
import type { LiveQuestion } from '../../domain/live-quality.ts'
import { wilson } from '../statistics/wilson.ts'
import { groupFacts, triageGroups, type TriageGroup } from './groups.ts'
import type { TriageLimits } from './limits.ts'
import { rules, type TriagedQuestion } from './rules.ts'

export interface Triage {
  readonly questions: number
  /** Of the answers that people spoke of, those that were good. */
  readonly thumbsUp: Estimate
  readonly up: number
  readonly down: number
  /** Questions in at least one group. */
  readonly wrong: number
  readonly groups: readonly GroupOf[]
}

/** One answer may stand in several groups; groups that hold none are left out. */
export interface GroupOf {
  readonly group: TriageGroup
  readonly title: string
  /** What to do, in a sentence. */
  readonly next: string
  readonly count: number
  readonly share: Estimate
  /** Those that people spoke of first, then the newest. */
  readonly members: readonly Member[]
}

export interface Member {
  readonly question: LiveQuestion
  readonly why: string
}

export const triage = (given: readonly TriagedQuestion[], limits: TriageLimits): Triage => {
  const sorted = given.map((it) => ({ it, reasons: reasonsFor(it, limits) }))
  const groups = triageGroups.map((group) => ({ group, members: sorted.flatMap(({ it, reasons }) => member(it, reasons[group])) }))
  const rated = given.flatMap(({ question }) => question.feedback?.rating ?? [])
  const up = rated.filter((rating) => rating === 'up').length
  return {
    questions: given.length,
    up,
    down: rated.length - up,
    thumbsUp: wilson(up, rated.length),
    wrong: sorted.filter(({ reasons }) => Object.keys(reasons).length > 0).length,
    groups: groups
      .filter(({ members }) => members.length > 0)
      .map(({ group, members }) => ({
        group,
        ...groupFacts[group],
        count: members.length,
        share: wilson(members.length, given.length),
        members: [...members].sort(byWeight),
      })),
  }
}

type Reasons = Readonly<Partial<Record<TriageGroup, string>>>

const reasonsFor = (it: TriagedQuestion, limits: TriageLimits): Reasons => {
  const found = Object.entries(rules).flatMap(([group, rule]) => {
    const why = rule(it, limits)
    return why === null ? [] : [[group, why]]
  })
  const reasons: Reasons = Object.fromEntries(found)
  return isUnexplained(it, reasons) ? { ...reasons, unexplained: unexplainedWhy(it) } : reasons
}

/** Being slow or dear does not explain why an answer was bad. */
const isUnexplained = ({ question }: TriagedQuestion, { slow: _slow, dear: _dear, ...reasons }: Reasons): boolean =>
  question.feedback?.rating === 'down' && Object.keys(reasons).length === 0

const unexplainedWhy = ({ question: { feedback }, place }: TriagedQuestion): string => {
  if (feedback?.correction)
    return place ? 'The answer cites the place that the correction stands in.' : 'No document was found that says what the correction says.'
  return feedback?.comment ? `The person says: ${feedback.comment.slice(0, 200).toWellFormed()}` : 'Thumbs down without a word.'
}

const member = ({ question }: TriagedQuestion, why: string | undefined): Member[] => (why === undefined ? [] : [{ question, why }])

/** A correction weighs more than thumbs, and thumbs more than none. */
const byWeight = (a: Member, b: Member): number =>
  weightOf(b.question) - weightOf(a.question) ||
  b.question.askedAt.getTime() - a.question.askedAt.getTime() ||
  (a.question.traceId < b.question.traceId ? -1 : 1)

const weightOf = ({ feedback }: LiveQuestion): number => (feedback?.correction ? 2 : feedback?.rating === 'down' ? 1 : 0)
