/** A scenario that runs: a program of its own, which broke something real and can tell whether it is well again. */

export interface ReadyScenario {
  /** What the operator has written down: the content of `systems.yaml`. */
  readonly systems: Readonly<Record<string, unknown>>
  /** Variables that it names. */
  readonly environment: Readonly<Record<string, string>>
  /** Runbooks by source. */
  readonly runbooks: Readonly<Record<string, string>>
}

export interface Health {
  readonly healthy: boolean
  /** What was seen, from outside. */
  readonly sentence: string
}

export interface RunningScenario {
  readonly ready: ReadyScenario
  health(): Promise<Health>
  /** Names of the actions whose scripts have run, in order: whoever ran them. */
  ran(): Promise<readonly string[]>
  /** Undoes everything. Never fails: a program that does not end is killed. */
  stop(): Promise<void>
}

/** Fails with `unavailable` where the machine lacks a part that it needs, with a sentence that says which; with `invalid` where it is no scenario. */
export type StartScenario = (start: readonly string[], signal?: AbortSignal) => Promise<RunningScenario>
