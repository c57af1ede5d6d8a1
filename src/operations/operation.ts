import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { inputFault } from '../base/input-fault.ts'
import type { App } from './app.ts'

/** What every call carries beside its input. */
export interface Context {
  readonly signal?: AbortSignal | undefined
  /** Told while the work runs: answer events, progress. A door shows them or not. */
  readonly onEvent?: ((event: OperationEvent) => void) | undefined
}

export interface OperationEvent {
  readonly type: string
  readonly data: unknown
}

/** read changes nothing; write adds or replaces; destroy takes something away. Doors derive hints, confirmation and scopes from it. */
export type Effect = 'read' | 'write' | 'destroy'

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `{name}` for input fields that stand in the path; the others come from the query (GET, DELETE) or the body. */
  readonly path: string
  /** Of a good answer; a function where the output decides. */
  readonly status?: number | ((output: unknown) => number)
  /** Refused (403) for callers on other machines. */
  readonly onlyThisMachine?: boolean
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
  /** The work was done, and what it found decides: 1 for a check that does not hold, 100 for a gate. */
  readonly exitCode?: (output: unknown) => number
  /** For `--help`, where codes mean more than done, failed and wrong usage: what each one says. */
  readonly exitCodes?: string
}

export interface Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** camelCase; the OpenAPI operationId. */
  readonly name: string
  readonly summary: string
  readonly effect: Effect
  readonly input: Input
  readonly output: Output
  /** null: not over HTTP. */
  readonly http: HttpRoute | null
  readonly cli: CliCommand | null
  /** True where the door may forward events as they come (server-sent events). */
  readonly streams?: boolean
  run(app: App, input: z.output<Input>, context: Context): Promise<z.input<Output>>
}

/** Declares an operation; exists for the inference of its types. */
export const operation = <Input extends z.ZodType, Output extends z.ZodType>(it: Operation<Input, Output>): Operation<Input, Output> => it

/** Checks what goes in, runs, checks what comes out. Input faults are `invalid` with a sentence per field; output faults are bugs. */
export const perform = async (app: App, it: Operation, rawInput: unknown, context: Context = {}): Promise<unknown> => {
  const input = it.input.safeParse(rawInput, { error: inputFault })
  if (!input.success) throw invalidInput(input.error)
  const output = it.output.safeParse(await it.run(app, input.data, context))
  if (!output.success) throw new Error(`${it.name} gave an output that breaks its own schema: ${z.prettifyError(output.error)}`)
  return output.data
}

const invalidInput = (error: z.ZodError): AppError => {
  const issues = error.issues.map((issue) => ({ field: issue.path.join('.') || '(input)', message: issue.message }))
  const sentence = issues.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new AppError('invalid', `The input is not valid. ${sentence}.`, { details: { issues } })
}
