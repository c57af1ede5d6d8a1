/** What may be changed: only what the operator has written into the file of actions, only after a person has said yes to exactly that call. */
import type { AuditEntry } from './audit.ts'
import type { Evidence } from './investigation.ts'

export type ParameterKind = 'enum' | 'integer' | 'inventory'

/** Of an action. Values never begin with `-` and are one argument each; nothing is ever joined into a command line. */
export interface ActionParameter {
  readonly name: string
  readonly kind: ParameterKind
  readonly values?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly description: string
}

/** What the fence lets its program touch; nothing that is not named. */
export interface ActionAccess {
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly network: 'none' | 'host'
  /** Names of environment variables that are handed on. */
  readonly environment: readonly string[]
}

/** A look that must hold: a fact of a capability, asked again until it does or `withinSeconds` are over. */
export interface ActionCheck {
  readonly capability: string
  readonly params: Readonly<Record<string, unknown>>
  readonly fact: string
  readonly labels: Readonly<Record<string, string>>
  readonly expect: { readonly equals?: string | number | boolean; readonly above?: number; readonly below?: number }
  readonly withinSeconds: number
}

export interface ActionDefinition {
  readonly name: string
  /** What it does, in the operator's words: what requests are matched with. */
  readonly description: string
  /** Other words that people ask for it with. */
  readonly phrases: readonly string[]
  /** Absolute path and arguments; `{name}` as a whole argument or inside one takes the parameter. */
  readonly argv: readonly string[]
  readonly parameters: readonly ActionParameter[]
  readonly access: ActionAccess
  readonly limitSeconds: number
  readonly check: ActionCheck | null
  /** The action that takes it back, with parameters from this one's; null: it cannot be undone, and people are told so. */
  readonly undo: { readonly action: string; readonly parameters: Readonly<Record<string, string>> } | null
  /** Causes that it heals (`Cause.category`), for proposals. */
  readonly heals: readonly string[]
  readonly service: string | null
}

/**
 * `succeeded`: it ran, and its check holds where it has one. `unknown`: whoever ran it died meanwhile; it is never run again by itself, and a
 * person has to look. `undone`: the action that takes it back has succeeded.
 */
export const proposalStates = ['proposed', 'approved', 'running', 'succeeded', 'failed', 'check_failed', 'unknown', 'undone', 'expired', 'rejected'] as const
export type ProposalState = (typeof proposalStates)[number]

/** Exactly one call of one action. `hash` is of everything that would run; a changed file or parameter is another proposal. */
export interface Proposal {
  readonly id: string
  readonly hash: string
  readonly action: string
  readonly parameters: Readonly<Record<string, string>>
  /** Exactly what would be executed. */
  readonly argv: readonly string[]
  readonly reason: string
  readonly evidence: readonly Evidence[]
  readonly expectedEffect: string
  readonly check: string
  readonly undo: string
  readonly proposedBy: string
  /** The only principal who may approve it: who asked for it; what the program found by itself is for the owner. */
  readonly proposedTo: string
  /** What its program may touch. */
  readonly access: ActionAccess
  readonly pinned: readonly PinnedFile[]
  readonly investigationId: string | null
  /** The proposal that this one takes back; null: it takes nothing back. */
  readonly undoes: string | null
  readonly state: ProposalState
  readonly proposedAt: Date
  /** Approvals are good until then. */
  readonly expiresAt: Date
  readonly outcome: ActionOutcome | null
}

export interface ActionOutcome {
  /** Null: it did not end by itself. */
  readonly exitCode: number | null
  /** Why it could not run or was ended, in a sentence; null: it ran to its end. */
  readonly problem: string | null
  /** Masked, the last lines. */
  readonly output: string
  readonly check: { readonly held: boolean; readonly sentence: string } | null
  readonly startedAt: Date
  readonly durationMs: number
}

export interface ProposeRequest {
  readonly action: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly reason: string
  readonly evidence: readonly Evidence[]
  readonly investigationId: string | null
  readonly undoes?: string | null
}

/** Every method is in the audit log before it returns. */
export interface Actions {
  readonly definitions: readonly ActionDefinition[]
  /** Fails with `not_found` or `invalid`: unknown action, parameter that is not in the inventory. Runs nothing. */
  propose(request: ProposeRequest): Promise<Proposal>
  /**
   * A person says yes to exactly this: by the principal to whom it was proposed, within five minutes, once. Then it runs and is checked.
   * Fails with `conflict` (used, changed, expired), `forbidden` (somebody else), `unavailable` (the switch is off, no fence).
   */
  approve(id: string, hash: string, signal?: AbortSignal): Promise<Proposal>
  reject(id: string): Promise<Proposal>
  /** The same call again, for whoever asks now: what has expired, or was proposed to somebody else. Fails as `propose` does. */
  renew(id: string): Promise<Proposal>
  /** The call that takes back what has run, as a proposal of its own. Fails with `conflict` where there is none. */
  proposeUndo(id: string): Promise<Proposal>
  find(id: string): Promise<Proposal | null>
  /** Newest first. */
  list(limit: number): Promise<readonly Proposal[]>
}

/** States as they are kept. Each change and its record in the audit log are one transaction. */
export interface ProposalStore {
  add(proposal: Proposal, entry: AuditEntry): Promise<void>
  find(id: string): Promise<Proposal | null>
  /** Newest first. */
  list(limit: number): Promise<readonly Proposal[]>
  /** Only when it stands in `from` and its hash is this one, and only once whoever else tries: the proposal as it is then, else null. */
  move(
    change: { readonly id: string; readonly hash: string; readonly from: ProposalState; readonly to: ProposalState; readonly outcome?: ActionOutcome },
    entry: AuditEntry,
  ): Promise<Proposal | null>
  /** While `work` goes on, others know that somebody runs it: what is not kept so for a while is of a process that died, and found as `unknown`. */
  keepAlive<Result>(id: string, work: () => Promise<Result>): Promise<Result>
}

/** A program, and the files that its definition names, as they were when the proposal was made. */
export interface PinnedFile {
  readonly path: string
  /** `device:inode`. */
  readonly inode: string
  readonly sha256: string
}

export interface ActionRunner {
  /** Fails with `unavailable` where there is no fence: then nothing is approved that could not run. */
  assertReady(): Promise<void>
  /** The program, and the files that its arguments name and that it may not write (scripts). Fails with `not_found` or `invalid`: no such program, or others may write it. */
  pin(argv: readonly string[], access: ActionAccess): Promise<readonly PinnedFile[]>
  /**
   * Inside the fence, with this access and no more, while the files are those that were pinned. What goes wrong on the way is the outcome's `problem`.
   * Never fails.
   */
  run(call: ActionCall, signal: AbortSignal): Promise<Omit<ActionOutcome, 'check'>>
}

export interface ActionCall {
  readonly argv: readonly string[]
  readonly access: ActionAccess
  readonly limitMs: number
  readonly pinned: readonly PinnedFile[]
}
