/** From a question or an incident to a diagnosis that rests on what was seen. */
import type { Fact, Observation } from './capability.ts'
import type { Citation } from './answer.ts'
import type { Proposal } from './action.ts'

/** Points at what a capability saw: `facts[fact]`, or `lines[line]`, of the observation. Checked to be there before anybody reads it. */
export interface Evidence {
  readonly observationId: string
  readonly capability: string
  readonly at: Date
  readonly fact: Fact | null
  readonly line: string | null
  /** What it shows, in one sentence made by rule. */
  readonly sentence: string
}

/** Causes that are told apart; what an action `heals` is one of them. `unknown` is honest. */
export const causeCategories = [
  'disk_full',
  'inodes_exhausted',
  'memory_exhausted',
  'memory_leak',
  'out_of_memory_killed',
  'cpu_overload',
  'noisy_neighbour',
  'io_pressure',
  'file_descriptors_exhausted',
  'port_taken',
  'service_down',
  'crash_loop',
  'connection_limit',
  'lock_wait',
  'slow_query',
  'long_transaction',
  'replication_lag',
  'certificate_expired',
  'certificate_mismatch',
  'config_invalid',
  'config_missing',
  'clock_skew',
  'upstream_unreachable',
  'dns_failure',
  'permission_denied',
  'http_errors',
  'slow_responses',
  'log_errors',
  'monitoring_down',
  'target_down',
  'alert_firing',
  'image_pull',
  'pod_unschedulable',
  'volume_claim_missing',
  'readiness_failing',
  'wrong_selector',
  'job_failed',
  'node_not_ready',
  'unknown',
] as const
export type CauseCategory = (typeof causeCategories)[number]

export interface Cause {
  /** What is wrong, in a sentence; each number in it stands in the evidence. */
  readonly text: string
  readonly category: CauseCategory
  /** As systems.yaml names it; null where the machine as a whole is meant. */
  readonly service: string | null
  readonly evidence: readonly Evidence[]
}

export interface Diagnosis {
  /** `nothing_wrong` is a result. `unclear`: something is, and the evidence does not say what. */
  readonly verdict: 'cause_found' | 'nothing_wrong' | 'unclear'
  readonly summary: string
  readonly cause: Cause | null
  readonly ruledOut: readonly { readonly text: string; readonly evidence: readonly Evidence[] }[]
  /** 0…1. */
  readonly confidence: number
  /** What runbooks say, cited like answers. */
  readonly runbooks: readonly Citation[]
  /** Actions of the operator's file that would help; nothing has run. */
  readonly proposals: readonly Proposal[]
  /** Commands for a person to read, with the verdict of the recogniser; the program never runs them. */
  readonly suggestedCommands: readonly SuggestedCommand[]
  /** What could not be looked at, and limits that were met, in sentences. */
  readonly notes: readonly string[]
}

export interface SuggestedCommand {
  readonly command: string
  readonly verdict: 'safe' | 'dangerous'
  readonly why: string
  /** The runbook that it stands in; null: a model wrote it. */
  readonly documentId: string | null
}

/** Of one investigation; `steps` are looks. */
export interface InvestigationLimits {
  readonly steps: number
  readonly tokens: number
  readonly costUsd: number
  readonly seconds: number
}

export interface Investigation {
  readonly id: string
  readonly question: string
  readonly incidentId: string | null
  readonly caller: string
  readonly traceId: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly state: 'running' | 'done' | 'failed' | 'stopped'
  readonly model: string
  readonly observations: readonly Observation[]
  readonly diagnosis: Diagnosis | null
  readonly error: string | null
  readonly usage: {
    readonly steps: number
    readonly inputTokens: number
    readonly outputTokens: number
    readonly costUsd: number | null
    readonly durationMs: number
  }
}

export type InvestigationEvent =
  | { readonly type: 'stage'; readonly stage: string }
  | { readonly type: 'observation'; readonly observation: Observation }
  | { readonly type: 'note'; readonly text: string }

export interface InvestigationRequest {
  /** Hostile like everything else that is not the operator's: it may come from an alert. */
  readonly question: string
  readonly incidentId: string | null
  readonly limits: InvestigationLimits
}

/** Plan → look → read → look again → conclude → verify. Never fails for what is wrong outside: that is its result. Leaving the loop stops it. */
export type Investigate = (request: InvestigationRequest, signal?: AbortSignal) => AsyncGenerator<InvestigationEvent, Investigation>

/** Kept on this machine, masked and bounded, for as long as the words of questions are. */
export interface InvestigationStore {
  /** Writes it, or its later state in the place of the earlier one. */
  record(investigation: Investigation): Promise<void>
  find(id: string): Promise<Investigation | null>
  /** Newest first, without observations. */
  list(options: { readonly limit: number; readonly incidentId?: string | undefined; readonly before?: string | undefined }): Promise<readonly Investigation[]>
}
