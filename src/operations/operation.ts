import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { inputFault } from '../base/input-fault.ts'
import type { LineName } from '../domain/admission.ts'
import { assertMaySee, assertMayUse, owner, withinCall, type AccessScope, type Caller } from '../domain/call.ts'
import { failureFor } from '../domain/told.ts'
import type { App } from './app.ts'

/** What every call carries beside its input. */
export interface Context {
  readonly signal?: AbortSignal | undefined
  /** Told while the work runs: answer events, progress. A door shows them or not; a promise that it gives is awaited before the next answer event. */
  readonly onEvent?: ((event: OperationEvent) => void) | undefined
  /** Left out: whoever runs the program. */
  readonly caller?: Caller | undefined
  /** For what a write makes: the same when it is done again after a crash. Left out: each call makes its own. */
  readonly effectId?: string | undefined
}

export interface OperationEvent {
  readonly type: string
  readonly data: unknown
}

/** read changes nothing; write adds or replaces; destroy takes something away. Doors derive hints, confirmation and scopes from it. */
export type Effect = 'read' | 'write' | 'destroy'

/** `owner`: the owner, or an admin key that sees all collections. */
export type Access = AccessScope | 'owner'

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `{name}` for input fields that stand in the path; the others come from the query (GET, DELETE) or the body. */
  readonly path: string
  /** Of a good answer; a function where the output decides. */
  readonly status?: number | ((output: unknown) => number)
  /** Statuses that `status` may give, for the API description. */
  readonly statuses?: readonly number[]
}

export interface CliCommand {
  /** e.g. `['documents', 'get']`. */
  readonly words: readonly string[]
  /** Input fields that are given without a flag, in order; the last one may take the rest of the words. */
  readonly positional?: readonly string[]
  /** It may be kept running with `--watch`: done again whenever its paths change. */
  readonly watches?: boolean
  /** A boolean field that `--yes` sets. At a terminal the person is asked for it when the output says `needs_confirmation`. */
  readonly confirm?: string
  /** At a terminal the person is asked whether to go on with this field set to what the output holds under `from`; nothing there: nothing is asked. */
  readonly approve?: { readonly field: string; readonly from: string }
  /** The work was done, and what it found decides: 1 for a check that does not hold, 100 for a gate. */
  readonly exitCode?: (output: unknown) => number
  /** For `--help`, where codes mean more than done, failed and wrong usage: what each one says. */
  readonly exitCodes?: string
}

/** A tool for other people's models (Model Context Protocol). Few and well told is better than all. */
export interface McpTool {
  /** snake_case, a verb first. */
  readonly name: string
  /** Said to the model that chooses: when to call it, what to do with what comes. */
  readonly description: string
  /** Input fields that are a matter of another door. */
  readonly omit?: readonly string[]
  /** What it writes may take the place of something; clients then ask the user before. */
  readonly replaces?: boolean
}

export interface Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** camelCase; the OpenAPI operationId. */
  readonly name: string
  readonly summary: string
  readonly effect: Effect
  /**
   * What a key must be good for. Left out: `ask` to read, `write` for all else. `anyone`: no key is asked for. `owner`: it reads files of this
   * machine, or touches what all collections share; for whoever runs the program, and for admin keys of all collections.
   */
  readonly access?: Access | 'anyone'
  /** Customers may ask for it too, and get what is their own. Left out: none of them may, whatever their key or token is good for else. */
  readonly forCustomers?: true
  readonly input: Input
  readonly output: Output
  /** null: not over HTTP. */
  readonly http: HttpRoute | null
  readonly cli: CliCommand | null
  /** Left out: no tool. */
  readonly mcp?: McpTool
  /** True where the door may forward events as they come (server-sent events). */
  readonly streams?: boolean
  /** Its output holds a secret that is shown once and kept nowhere. */
  readonly hasSecretOutput?: boolean
  /** The line it stands in when many come at once; left out: none, it is cheap or rare. */
  readonly line?: LineName
  run(app: App, input: z.output<Input>, context: Context): Promise<z.input<Output>>
}

/** Declares an operation; exists for the inference of its types. */
export const operation = <Input extends z.ZodType, Output extends z.ZodType>(it: Operation<Input, Output>): Operation<Input, Output> => it

/** What a key must be good for to run it; null = it needs none. */
export const accessOf = ({ access, effect }: Operation): Access | null => {
  if (access === 'anyone') return null
  return access ?? (effect === 'read' ? 'ask' : 'write')
}

/** Fails with `forbidden`. Doors may ask before they read a body; `perform` asks in any case. */
export const assertAccess = (caller: Caller, access: Access | null): void => {
  if (access === null) return
  assertMayUse(caller, access === 'owner' ? 'admin' : access)
  if (access !== 'owner' || caller.collections === '*') return
  throw new AppError(
    'forbidden',
    'This is for whoever runs Answerable, and for admin keys of all collections. On its machine "answerable --help" shows the command that does the same.',
  )
}

/** Default deny for customers. Fails with `forbidden`. */
export const assertForCustomers = ({ customer }: Caller, isForThem: boolean): void => {
  if (!customer || isForThem) return
  throw new AppError('forbidden', 'This is not for customers: they ask questions and say what they think of the answers. Staff use a key of their own.')
}

/** Whether the caller may have it at all, whatever goes in. Fails with `forbidden`. */
export const assertMayPerform = (caller: Caller, it: Operation): void => {
  const access = accessOf(it)
  assertAccess(caller, access)
  assertForCustomers(caller, access === null || it.forCustomers === true)
}

/**
 * Checks who asks and what goes in, runs, checks what comes out. Every door comes through here, so that no door can forget a check.
 * Fails with `forbidden` for what the caller's key is not good for; input faults are `invalid` with a sentence per field; output faults are bugs.
 */
export const perform = async (app: App, it: Operation, rawInput: unknown, { caller = owner, ...context }: Context = {}): Promise<unknown> => {
  assertMayPerform(caller, it)
  const input = it.input.safeParse(inOwnCollection(it, rawInput, caller), { error: inputFault })
  if (!input.success) throw invalidInput(input.error)
  const collection = collectionOf(input.data)
  if (collection !== null) assertMaySee(caller, collection)
  const result = await inLine(app, it, caller, context.signal, () =>
    withinCall({ caller, collection, effectId: context.effectId ?? null }, () => it.run(app, input.data, { ...context, caller })),
  ).catch((error: unknown) => {
    throw failureFor(caller, error)
  })
  const output = it.output.safeParse(result)
  if (!output.success) throw new Error(`${it.name} gave an output that breaks its own schema: ${z.prettifyError(output.error)}`)
  return output.data
}

/** Begins when it is this caller's turn. */
const inLine = async <Result>(
  { admission }: App,
  { line }: Operation,
  caller: Caller,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> => {
  const refusal = line && admission?.refusal()
  if (refusal) throw refusal
  const leave = line && (await admission?.lines[line].enter(caller.id, signal))
  try {
    return await work()
  } finally {
    leave?.()
  }
}

/** A key for one collection need not name it; one for several is told that it must, where the default is none of them. */
const inOwnCollection = (it: Operation, rawInput: unknown, { collections }: Caller): unknown => {
  const field: unknown = it.input instanceof z.ZodObject ? it.input.shape['collection'] : undefined
  const namesNone = typeof rawInput === 'object' && rawInput !== null && !('collection' in rawInput)
  if (!field || !namesNone || collections === '*') return rawInput
  if (collections.length === 1) return { ...rawInput, collection: collections[0] }
  if (collections.includes('default') || !(field instanceof z.ZodDefault)) return rawInput
  throw new AppError('invalid', `This key is for several collections: name one of them as "collection": ${collections.join(', ')}.`)
}

const collectionOf = (input: unknown): string | null => {
  const { collection } = (input ?? {}) as { collection?: unknown }
  return typeof collection === 'string' ? collection : null
}

const invalidInput = (error: z.ZodError): AppError => {
  const issues = error.issues.map((issue) => ({ field: issue.path.join('.') || '(input)', message: issue.message }))
  const sentence = issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new AppError('invalid', `The input is not valid. ${sentence}.`, { details: { issues } })
}
