import type { CauseCategory, Evidence } from '../domain/investigation.ts'
import type { Seen } from './seen.ts'

/** What may be wrong, as the figures say it. */
export interface Hypothesis {
  readonly category: CauseCategory
  readonly service: string | null
  /** One sentence made by rule; its numbers stand in the evidence. */
  readonly text: string
  readonly evidence: readonly Evidence[]
  /** 0…1: how surely the evidence alone says so. */
  readonly strength: number
  /** Of a line: when it was written; left out where nobody knows, and for figures, which are of now. */
  readonly writtenAt?: Date | null
  /** The question asks about such a thing. */
  readonly isAsked?: boolean
}

/** What was looked at and is as it should be. */
export interface Healthy {
  /** What it rules out; null: it only tells that all is well. */
  readonly category: CauseCategory | null
  /** Of what; null: of the machine. */
  readonly service: string | null
  readonly text: string
  readonly evidence: readonly Evidence[]
}

export interface Detected {
  readonly found: readonly Hypothesis[]
  readonly healthy: readonly Healthy[]
}

/** Reads facts of one kind. Nothing was seen of it: nothing is found, and nothing is ruled out. */
export type Detector = (seen: Seen) => Detected

export const nothing: Detected = { found: [], healthy: [] }

/** What shows on the outside, and is explained by a cause below it where one is found. */
const symptoms: ReadonlySet<CauseCategory> = new Set<CauseCategory>([
  'http_errors',
  'slow_responses',
  'log_errors',
  'target_down',
  'alert_firing',
  'readiness_failing',
  'job_failed',
])
/** A part that fails: often by a cause of its own. */
const failures: ReadonlySet<CauseCategory> = new Set<CauseCategory>([
  'service_down',
  'upstream_unreachable',
  'monitoring_down',
  'permission_denied',
  'cpu_overload',
  'io_pressure',
  'wrong_selector',
  'out_of_memory_killed',
  'long_transaction',
])

export const isSymptom = ({ category }: Hypothesis): boolean => symptoms.has(category)

/** A figure that says why: nothing below it is looked for in words. */
export const isMeasuredCause = (it: Hypothesis): boolean => !isSymptom(it) && !failures.has(it.category) && it.category !== 'crash_loop' && isMeasured(it)

/** Rests on a figure, not on words alone. */
export const isMeasured = ({ evidence }: Hypothesis): boolean => evidence.some(({ fact }) => fact !== null)

/** Nobody answers there because what should answer does not run. */
const behind: ReadonlySet<CauseCategory> = new Set<CauseCategory>([
  'service_down',
  'crash_loop',
  'port_taken',
  'config_invalid',
  'connection_limit',
  'dns_failure',
])

/** From here on it explains others. */
const explaining = 0.7

/** A failure of one service that the failure of another, behind it, explains comes after that, and so does what shows of it on the outside. */
const explained = (hypotheses: readonly Hypothesis[]): Hypothesis[] => {
  const isBehind = (service: string | null): boolean =>
    hypotheses.some((other) => other.service !== service && behind.has(other.category) && other.strength >= explaining)
  const waiting = new Set(hypotheses.flatMap(({ category, service }) => (category === 'upstream_unreachable' && isBehind(service) ? [service] : [])))
  const hasNoVolume = hypotheses.some(({ category, strength }) => category === 'volume_claim_missing' && strength >= explaining)
  const answersWrongly = new Set(
    hypotheses.flatMap(({ category, service, strength }) => (category === 'http_errors' && strength >= explaining ? [service] : [])),
  )
  return hypotheses.map((it) => {
    if (it.category === 'upstream_unreachable' && waiting.has(it.service)) return { ...it, strength: it.strength - 0.45 }
    if (isSymptom(it) && waiting.has(it.service)) return { ...it, strength: it.strength - 0.2 }
    // Memory that grows lets programs be slow or end; of one that answers, and wrongly, it is what goes along with the errors.
    if (it.category === 'memory_leak' && answersWrongly.has(it.service)) return { ...it, strength: it.strength - 0.3 }
    // No node takes a pod whose volume is not there.
    return it.category === 'pod_unschedulable' && hasNoVolume ? { ...it, strength: it.strength - 0.2 } : it
  })
}

/** How surely it is why, whatever was asked: causes before failures, failures before symptoms. */
export const depthScoreOf = (hypothesis: Hypothesis): number => {
  const depth = isSymptom(hypothesis) ? 0.3 : failures.has(hypothesis.category) ? 0.12 : hypothesis.category === 'crash_loop' ? 0.05 : 0
  return hypothesis.strength - depth
}

/** What is named or asked about comes before the rest. */
export const scoreOf = (hypothesis: Hypothesis, names: ReadonlySet<string>): number => {
  const { service, isAsked = false } = hypothesis
  const about = names.size === 0 || service === null ? 0 : names.has(service) ? 0.15 : -0.1
  return depthScoreOf(hypothesis) + about + (isAsked ? 0.15 : 0)
}

/** Best first; of one category and service the strongest, with the evidence of all. */
export const ranked = (hypotheses: readonly Hypothesis[], names: ReadonlySet<string>): Hypothesis[] => {
  const merged = new Map<string, Hypothesis>()
  for (const it of hypotheses.toSorted((one, other) => other.strength - one.strength)) {
    const key = `${it.category} ${it.service ?? ''}`
    const known = merged.get(key)
    if (!known) merged.set(key, it)
    else
      merged.set(key, {
        ...known,
        strength: Math.min(0.97, known.strength + it.strength * 0.04),
        evidence: [...known.evidence, ...it.evidence].slice(0, mostEvidence),
      })
  }
  return explained([...merged.values()]).toSorted((one, other) => scoreOf(other, names) - scoreOf(one, names))
}
const mostEvidence = 12
