/**
 * Who asks, for which question, and for what: known everywhere below a call without being handed through every function. SQL takes its scope
 * from here, the ledger its key, spans their trace. Work that nobody waits for (workers, warming) runs as the system: start it with `asSystem`.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { AppError } from '../base/error.ts'
import type { Purpose } from './journal.ts'
import type { Bill } from './ledger.ts'
import type { Task } from './task.ts'
import type { Span } from './trace.ts'

/** Each holds those before it: who may write may ask. */
export const accessScopes = ['ask', 'write', 'admin'] as const
export type AccessScope = (typeof accessScopes)[number]

/** The collections a caller may see; '*' = all. */
export type Visible = readonly string[] | '*'

export interface Caller {
  /** `owner` (the command line, or loopback without a key), `system` (the program's own work), or the id of a key. Goes into ledger and traces. */
  readonly id: string
  /** For people; the key's name. */
  readonly name: string
  readonly scope: AccessScope
  readonly collections: Visible
  /** The customer that its token or key names: it may do only what is meant for customers, and sees only their rows. Left out: none. */
  readonly customer?: Customer
  /** Its key may ask of all rows of its collection's records. */
  readonly isStaff?: boolean
}

export interface Customer {
  /** As the records' key has it. */
  readonly id: string
  readonly by: 'token' | 'key'
}

export interface Call {
  readonly caller: Caller
  /** Named by the call, or the one it works in; null where it works in none or in all. */
  readonly collection: string | null
  /** Of the question under way, 32 hex digits; null outside of one. */
  readonly traceId: string | null
  /** Those that are started now stand below it; null: they begin a trace. */
  readonly span: Span | null
  /** What models are asked for just now; null outside of a model's work. */
  readonly task: Task | 'embed' | null
  readonly purpose: Purpose
  /** For the one thing that a write makes (a job): the same when it is done again after a crash; null: it makes its own. */
  readonly effectId: string | null
  /** Of the question under way; left out where nobody adds up. */
  readonly bill?: Bill
  /** What records of the audit log belong to: the investigation or proposal under way; left out: nothing that has an id. */
  readonly subject?: string
}

/** Whoever runs the program. */
export const owner: Caller = { id: 'owner', name: 'owner', scope: 'admin', collections: '*' }

/** The program itself: jobs, embedding behind, judging in quiet moments. */
export const system: Caller = { id: 'system', name: 'system', scope: 'admin', collections: '*' }

const background: Call = { caller: system, collection: null, traceId: null, span: null, task: null, purpose: 'live', effectId: null }
const storage = new AsyncLocalStorage<Call>()

export const currentCall = (): Call => storage.getStore() ?? background

/** Everything that `work` does and awaits belongs to the current call, with these changes. */
export const withinCall = <Result>(change: Partial<Call>, work: () => Result): Result => storage.run({ ...currentCall(), ...change }, work)

/** For what outlives the call that starts it, and for what several callers share. */
export const asSystem = <Result>(work: () => Result): Result => storage.run(background, work)

/** A generator's steps belong to the call in which they are asked for: this one asks for each within `change`. */
export async function* generateWithin<Event, Result>(change: Partial<Call>, make: () => AsyncGenerator<Event, Result>): AsyncGenerator<Event, Result> {
  const call = { ...currentCall(), ...change }
  const generator = storage.run(call, make)
  let over = false
  try {
    for (;;) {
      const step = await storage.run(call, () => generator.next())
      if (step.done) {
        over = true
        return step.value
      }
      yield step.value
    }
  } finally {
    if (!over) await storage.run(call, () => generator.return(undefined as Result))
  }
}

export const mayUse = ({ scope }: Caller, needed: AccessScope): boolean => accessScopes.indexOf(scope) >= accessScopes.indexOf(needed)

/** Whoever runs the program, and admin keys of all collections. */
export const seesAll = (caller: Caller): boolean => caller.collections === '*' && mayUse(caller, 'admin')

export const maySee = ({ collections }: Caller, collection: string): boolean => collections === '*' || collections.includes(collection)

/** Fails with `forbidden`; says the same whether the collection exists or not. */
export const assertMaySee = (caller: Caller, collection: string): void => {
  if (maySee(caller, collection)) return
  throw new AppError('forbidden', `This key is not for the collection "${collection}". Ask whoever gave it to you for one that is.`)
}

/** Fails with `forbidden`. */
export const assertMayUse = (caller: Caller, needed: AccessScope): void => {
  if (mayUse(caller, needed)) return
  throw new AppError('forbidden', `This key may ${words[caller.scope]}, and this needs one that may ${words[needed]}. Ask whoever gave it to you.`)
}

const words: Readonly<Record<AccessScope, string>> = { ask: 'ask and read', write: 'add and remove documents', admin: 'administer' }
