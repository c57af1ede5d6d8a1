import { ProtocolError, ProtocolErrorCode, type CallToolResult } from '@modelcontextprotocol/server'
import { AppError, isAppError } from '../../base/error.ts'
import type { Caller } from '../../domain/call.ts'
import { accessOf, assertAccess, type Context, type Operation } from '../../operations/operation.ts'
import { problemOf } from '../http/problem.ts'
import { textOf } from './render.ts'
import { findTool, type ToolOperation } from './tools.ts'

/** Runs an operation wherever the data is, with all checks that `perform` makes. */
export type InvokeOperation = (it: Operation, input: unknown, context: Context) => Promise<unknown>

export interface ToolCall {
  readonly caller: Caller
  readonly invoke: InvokeOperation
  readonly logFailure: (error: unknown) => void
}

/** What went wrong is a result as well: the model that called reads the sentence and may do better. Only a tool that does not exist is an error of the protocol. */
export const callTool = async (
  { caller, invoke, logFailure }: ToolCall,
  name: string,
  input: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<CallToolResult> => {
  const it = findTool(name)
  if (!it) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool "${name.slice(0, 128)}".`)
  try {
    assertAccess(caller, accessOf(it))
    refuseOmitted(it, input)
    const output = await invoke(it, input, { ...context, caller })
    return { content: [{ type: 'text', text: textOf(it.name, output) }], structuredContent: output as Record<string, unknown> }
  } catch (error) {
    // Nobody waits for it any more; the protocol wants no answer then.
    if (context.signal?.aborted) throw error
    logFailure(error)
    const { code, detail } = problemOf(error)
    return { isError: true, content: [{ type: 'text', text: detail }], _meta: { 'answerable/code': code } }
  }
}

const refuseOmitted = ({ mcp }: ToolOperation, input: Readonly<Record<string, unknown>>): void => {
  const field = mcp.omit?.find((name) => name in input)
  if (field !== undefined) throw new AppError('invalid', `The input is not valid. (input): has no field "${field}".`)
}

/** As errors of JSON-RPC, for everything but tools. */
export const protocolError = (error: unknown): Error => {
  if (error instanceof ProtocolError) return error
  const { code, detail } = problemOf(error)
  const isTheirs = isAppError(error) && ['invalid', 'not_found', 'forbidden', 'unauthorised'].includes(error.code)
  return new ProtocolError(isTheirs ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError, detail, { code })
}
