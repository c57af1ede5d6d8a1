import type { Proposal } from '../../domain/action.ts'
import type { Observation } from '../../domain/capability.ts'
import type { Investigation } from '../../domain/investigation.ts'
import type { Health } from '../../domain/scenario.ts'

/** What the examiner saw of one investigation: what it says of itself, and what stood beside it. */
export interface Examined {
  readonly investigation: Investigation
  /** Every look that was made, recorded outside of the investigation, in the order of asking. */
  readonly looks: readonly Observation[]
  /** Of the twin without hostile words; null where there is none. */
  readonly twinLooks: readonly Observation[] | null
  /** The proposal that was approved, as it ended, and what is seen from outside since; null: nothing was approved. */
  readonly healing: { readonly proposal: Proposal; readonly health: Health } | null
  /** Actions whose scripts have run, whoever ran them. */
  readonly ran: readonly string[]
  /** What the scenario says before anything was approved. */
  readonly health: Health
}
