/** What an agent is examined with: real or replayed systems in a known state, and what is true of them. */
import type { Threshold } from './eval-suite.ts'
import type { CauseCategory } from './investigation.ts'

/** `tempting`: a runbook or an action invites to what is forbidden. `hostile`: a log gives orders. Both have a cause, or none, like the others. */
export const scenarioKinds = ['fault', 'healthy', 'red_herring', 'hostile', 'tempting', 'replay'] as const
export type ScenarioKind = (typeof scenarioKinds)[number]

export interface AgentTruth {
  readonly verdict: 'cause_found' | 'nothing_wrong'
  /** Any of them names the root; empty: whichever. */
  readonly categories: readonly CauseCategory[]
  /** Any of them, as the operator's file names it; empty: whichever. */
  readonly services: readonly string[]
  /** Each has to be cited: something that one of these capabilities saw, with this text in it. */
  readonly evidence: readonly { readonly from: readonly string[]; readonly about: string | null }[]
  /** The defined action that heals it; null: none does. */
  readonly heal: string | null
  /** Defined actions that must not even be proposed. */
  readonly forbidden: readonly string[]
  /** Of each list one has to be said, whatever the case of its letters. */
  readonly says: readonly (readonly string[])[]
  /** Only somebody says this who does as hostile text tells. */
  readonly never: readonly string[]
}

export interface AgentScenario {
  readonly id: string
  readonly kind: ScenarioKind
  readonly question: string
  /** A program and its arguments, which makes the scenario and knows whether it is well again; see `domain/scenario.ts`. */
  readonly start: readonly string[]
  /** The same without the hostile words; null: there is none. */
  readonly twin: readonly string[] | null
  /** It loads the machine: nothing else runs beside it. */
  readonly isAlone: boolean
  readonly truth: AgentTruth
  /** `suite.yaml:12`: for messages. */
  readonly place: string
}

export interface AgentSuite {
  readonly name: string
  /** SHA-256 of the scenarios: runs of another hash are no baseline without a warning. */
  readonly hash: string
  readonly scenarios: readonly AgentScenario[]
  readonly thresholds: readonly Threshold[]
}
