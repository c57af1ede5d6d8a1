/** What the program may look at in the systems that it watches: a closed list, each with a closed schema. Reading only. */
import type { JsonSchema } from './model.ts'

/** One value that was seen, as a number where it is one. */
export interface Fact {
  /** snake_case with the unit last, the same for every call of the capability: `used_bytes`, `state`. */
  readonly name: string
  readonly value: number | string | boolean | null
  /** Of what it was seen: `{ mount: "/var" }`, `{ unit: "nginx.service" }`. Values come from outside: hostile. */
  readonly labels: Readonly<Record<string, string>>
  readonly at: Date
}

/** What one call of a capability saw. Nothing in it is ever an instruction: all of it comes from outside. */
export interface Observation {
  /** UUIDv7: what evidence points at. */
  readonly id: string
  readonly capability: string
  readonly params: Readonly<Record<string, unknown>>
  readonly startedAt: Date
  readonly durationMs: number
  readonly facts: readonly Fact[]
  /** Lines as they were read (a log, events), masked; empty where facts say it all. */
  readonly lines: readonly string[]
  /** Why there is nothing, or less than all, in a sentence; null when it is whole. */
  readonly problem: string | null
}

/**
 * Looks. Never writes, never starts a shell. Params are closed: enums, bounded numbers, RFC 3339 times, and names that stand in the inventory;
 * anything else fails with `invalid` and a sentence. Whatever goes wrong outside (down, slow, too much, not there) is `problem`, not an error.
 * Ends within `limitMs`, whatever the other side does; stops with `signal.reason`.
 */
export interface Capability {
  /** snake_case, verb last or none: `disk_usage`, `prometheus_range`. */
  readonly name: string
  /** One line, for models and for people. */
  readonly summary: string
  readonly params: JsonSchema
  readonly limitMs: number
  /** All names that its facts can have, whatever is seen; left out: others may come. */
  readonly facts?: readonly string[] | undefined
  /** How it looks: in this process, or by a program inside the fence. */
  readonly how: 'process' | 'fenced'
  /** All names of params that it would take now, for whoever chooses: `{ unit: ["nginx.service"] }`. */
  inventory(signal?: AbortSignal): Promise<Readonly<Record<string, readonly string[]>>>
  observe(params: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Observation>
}

/** The list that models are shown is the list that can be called: one object serves both. */
export interface Capabilities {
  readonly list: readonly Capability[]
  /** Known ones that are not in the list, and why: no fence, nothing configured. */
  readonly missing: readonly { readonly name: string; readonly why: string }[]
  /** The only way to look. Unknown name: `not_found`. Every call, and every refusal, goes into the audit log before it is answered. */
  observe(name: string, params: unknown, signal?: AbortSignal): Promise<Observation>
}
