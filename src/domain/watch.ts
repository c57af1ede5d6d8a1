/** Watches: what is looked at again and again, and by which rule it is wrong. */
import type { Fact } from './capability.ts'

export const grades = ['info', 'warning', 'critical'] as const
export type Grade = (typeof grades)[number]

/** When a fact is wrong. Each keeps to its own memory; a rule that knows too little yet says nothing. */
export type Rule =
  | {
      readonly kind: 'threshold'
      readonly above?: number
      readonly below?: number
      readonly equals?: string | number | boolean
      readonly notEquals?: string | number | boolean
    }
  /** Change for each second since the sample before. */
  | { readonly kind: 'rate'; readonly above?: number; readonly below?: number }
  /** Far from what is usual, at this hour of the day where enough days were seen; `sensitivity` in false alarms a day that are borne. */
  | { readonly kind: 'deviation'; readonly falseAlarmsPerDay: number }
  /** Time until a limit, at the pace of late: `{ reaches: 100, withinSeconds: 14400 }`. */
  | { readonly kind: 'forecast'; readonly reaches: number; readonly withinSeconds: number }
  /** Log lines of a template, or of a severity, come far more often than before, or for the first time. */
  | { readonly kind: 'burst' }
  /** Nothing could be seen: the thing itself is down, or whoever tells of it. */
  | { readonly kind: 'absent' }

export interface Watch {
  readonly name: string
  readonly capability: string
  readonly params: Readonly<Record<string, unknown>>
  /** The fact that the rule reads, and of which things: all where labels are left out. */
  readonly fact: string
  readonly labels: Readonly<Record<string, string>>
  readonly everySeconds: number
  readonly rule: Rule
  /** Wrong for so long before it counts, right for so long before it is over: what flaps in between is one thing. */
  readonly forSeconds: number
  readonly clearSeconds: number
  readonly grade: Grade
  /** Signals of one service within a few minutes are one incident. */
  readonly service: string
}

/** A fact that its rule calls wrong, of one thing (one set of labels), from its first sample to its last. */
export interface Signal {
  readonly watch: string
  readonly service: string
  readonly grade: Grade
  readonly fact: Fact
  readonly observationId: string
  /** What is wrong, with its numbers, in one sentence made by rule. */
  readonly sentence: string
}
