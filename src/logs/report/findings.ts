import type { FindingKind, LogFinding, LogReport } from '../../domain/log.ts'
import type { LogStatistics } from '../log-statistics.ts'
import { burstFindings } from './bursts.ts'
import type { Candidate } from './candidate.ts'
import { changeFindings } from './changes.ts'
import { comparisonFindings } from './compare.ts'
import { errorFindings } from './errors.ts'
import { gapFindings } from './gaps.ts'
import { sequenceFindings } from './sequences.ts'

/** Enough of each kind for a person; all counts stand with the templates. */
const mostOf: Readonly<Partial<Record<FindingKind, number>>> = { errors: 6, rare: 4, burst: 4, new: 4, vanished: 3, rate: 3, sequence: 3, gap: 2 }
// A burst of an error, the error and what came before it say three things; a fourth says nothing more.
const mostOfTemplate = 3

/** What stands out by rules, most important first; every number is one of the statistics. */
export const findingsOf = (log: LogStatistics, old: LogStatistics | null = null): LogFinding[] => {
  const candidates = [
    ...errorFindings(log),
    ...burstFindings(log),
    ...(old ? comparisonFindings(log, old) : changeFindings(log)),
    ...sequenceFindings(log),
    ...gapFindings(log),
  ]
  const kinds = new Map<FindingKind, number>()
  const templates = new Map<string, number>()
  return candidates.toSorted(byWeight).flatMap(({ weight: _, ...finding }) => {
    const subject = finding.templates.length === 1 ? finding.templates[0]! : null
    if (take(kinds, finding.kind) > (mostOf[finding.kind] ?? 3)) return []
    if (subject !== null && take(templates, subject) > mostOfTemplate) return []
    return [{ ...finding, by: 'rules' }]
  })
}

export const reportOf = (log: LogStatistics, old: LogStatistics | null = null): LogReport & LogStatistics => ({ ...log, findings: findingsOf(log, old) })

const byWeight = (a: Candidate, b: Candidate): number => b.weight - a.weight || (a.lines[0] ?? 0) - (b.lines[0] ?? 0) || (a.text < b.text ? -1 : 1)

const take = <Key>(counts: Map<Key, number>, key: Key): number => {
  const now = (counts.get(key) ?? 0) + 1
  counts.set(key, now)
  return now
}
