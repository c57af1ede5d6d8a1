/**
 * How the examiner speaks with a scenario: a program of its own that breaks something real, and knows whether it is well again.
 * The same shapes as domain/scenario.ts on purpose: scenarios import nothing of the program that they examine.
 * One JSON value a line. It says `ready` (or `missing`) once; then it answers what it is asked, in order. When its input ends it undoes everything.
 */
import { createInterface } from 'node:readline'

/** What a scenario hands to whoever is examined: the operator's file and what stands beside it. Nothing of the truth. */
export interface Ready {
  /** As `systems.yaml` says it. */
  readonly systems: Readonly<Record<string, unknown>>
  /** Variables that the file names: addresses with passwords. */
  readonly environment: Readonly<Record<string, string>>
  /** Runbooks by source. */
  readonly runbooks: Readonly<Record<string, string>>
}

export interface Health {
  readonly healthy: boolean
  readonly sentence: string
}

export interface Running {
  readonly ready: Ready
  /** Seen from outside, by other means than those of whoever is examined. */
  health(): Promise<Health>
  /** Names of actions whose scripts have run, in order: also those that nobody approved. */
  ran(): readonly string[]
  stop(): Promise<void>
}

/** A part that this machine lacks, and what brings it. */
export class Missing extends Error {}

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

export const serveScenario = async (start: () => Promise<Running>): Promise<void> => {
  let running: Running
  try {
    running = await start()
  } catch (error) {
    say(error instanceof Missing ? { missing: error.message } : { failed: (error as Error).stack ?? String(error) })
    process.exitCode = 1
    return
  }
  // Ended from outside, it undoes what it did all the same.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void running.stop().finally(() => process.exit(1)))
  say({ ready: running.ready })
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'stop') break
    if (line === 'health') say({ health: await running.health().catch((error: unknown) => ({ healthy: false, sentence: String(error) })) })
    if (line === 'ran') say({ ran: running.ran() })
  }
  await running.stop()
  process.exit(0)
}
