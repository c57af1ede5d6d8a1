import type { Actions } from '../domain/action.ts'
import type { Retrieve } from '../domain/answer.ts'
import type { Capabilities } from '../domain/capability.ts'
import type { ScanPassages } from '../domain/guard.ts'
import type { Incident } from '../domain/incident.ts'
import type { Investigation } from '../domain/investigation.ts'
import type { Systems } from '../domain/systems.ts'
import type { TaskModel } from '../domain/task.ts'
import type { PromptTexts } from './prompts.ts'

/** What an investigation is made with. */
export interface InvestigateParts {
  readonly capabilities: Capabilities
  readonly systems: Systems
  /** The live model of the task `diagnose`; null: rules alone, which give a whole diagnosis. */
  readonly model: () => TaskModel | null
  readonly prompts: PromptTexts
  /** Over the collection of runbooks; null: there is none. */
  readonly retrieve: Retrieve | null
  readonly scan: ScanPassages
  /** The recogniser of commands; they are shown, never run. */
  readonly judgeCommand: JudgeCommand
  /** Null: nothing can be proposed here. */
  readonly actions: Pick<Actions, 'definitions' | 'propose' | 'list'> | null
  /** Written down before its first look, so that one that is cut off is known of, and again at its end. */
  readonly record: (investigation: Investigation) => Promise<void>
  readonly findIncident: (id: string) => Promise<Incident | null>
  /** Aborted when everything is to stop. */
  readonly stopSignal: () => AbortSignal
  /** Fails with `unavailable` while everything is stopped. */
  readonly assertRunning: () => Promise<void>
  /** Of the call under way. */
  readonly caller: () => string
  readonly traceId: () => string
  readonly now: () => Date
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Milliseconds that only grow. */
  readonly clock: () => number
}

export type JudgeCommand = (command: string) => Promise<{ readonly verdict: 'safe' | 'dangerous'; readonly why: string }>
