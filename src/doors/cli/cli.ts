/** The command line door: an invocation, run here or in the process that owns the data, shown to a person or as JSON. */
import { resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { isAppError } from '../../base/error.ts'
import { isAddress } from '../../base/web-address.ts'
import type { Context, OperationEvent } from '../../operations/operation.ts'
import { fieldsOf, findCommand, parseInvocation, UsageError, type Invocation } from './arguments.ts'
import { confirmed } from './confirm.ts'
import { commandHelp } from './help.ts'
import { progressLine, type Progress, type Steps } from './progress.ts'
import { renderEvent, renderOutput } from './render.ts'

/** Runs the operation wherever the data is: `main.ts` decides. */
export type Invoke = (invocation: Invocation, context: Context) => Promise<unknown>

export const exitCodes = { done: 0, failed: 1, usage: 2 } as const

/** Does the work for all paths, then for those that have changed, until the signal: `program.ts` knows how to watch. */
export type Watch = (invocation: Invocation, work: (paths: readonly string[]) => Promise<unknown>, signal: AbortSignal) => Promise<void>

/** Returns the exit code; null when the words name no operation. */
export const runCommand = async (words: readonly string[], invoke: Invoke, watch: Watch, signal: AbortSignal): Promise<number | null> => {
  const it = findCommand(words)
  if (!it) return null
  try {
    const invocation = parseInvocation(it, words)
    if (invocation.options.help) {
      process.stdout.write(`${commandHelp(it)}\n`)
      return exitCodes.done
    }
    const absolute = withAbsolutePaths(await withStdin(invocation))
    if (absolute.options.watch) {
      await watch(absolute, (paths) => show({ ...absolute, input: { ...absolute.input, paths } }, invoke, signal), signal)
      return exitCodes.done
    }
    const output = await show(absolute, invoke, signal)
    return it.cli?.exitCode?.(output) ?? exitCodes.done
  } catch (error) {
    // A program that reads stdout gets its one document in any case.
    if (words.includes('--json') && isAppError(error)) process.stdout.write(`${JSON.stringify({ error: { code: error.code, detail: error.message } })}\n`)
    return tell(error)
  }
}

/** The sentence on stderr, the code for the shell. */
export const tell = (error: unknown): number => {
  if (error instanceof UsageError) {
    process.stderr.write(`answerable: ${error.message}\n`)
    return exitCodes.usage
  }
  if (isAppError(error)) {
    process.stderr.write(`answerable: ${error.message}\n`)
    return error.code === 'invalid' ? exitCodes.usage : exitCodes.failed
  }
  process.stderr.write(`answerable: something went wrong inside.\n${(error as Error)?.stack ?? String(error)}\n`)
  return exitCodes.failed
}

const show = async (invocation: Invocation, invoke: Invoke, signal: AbortSignal): Promise<unknown> => {
  const { json } = invocation.options
  const progress = progressLine(process.stderr, invocation.operation.name)
  let hasStreamed = false
  const onEvent = (event: OperationEvent): void => {
    if (event.type === 'progress') return progress.update(event.data as Progress)
    if (event.type === 'steps') return progress.steps(event.data as Steps)
    if (event.type === 'line') return progress.line((event.data as { line: string }).line)
    const text = json ? null : renderEvent(event)
    if (text === null) return
    hasStreamed = true
    process.stdout.write(text)
  }
  const output = await invoke(invocation, { signal, onEvent })
  progress.end()
  process.stdout.write(json ? `${JSON.stringify(output)}\n` : renderOutput(invocation.operation.name, output, { hasStreamed, input: invocation.input }))
  const agreed = json ? null : await confirmed(invocation, output, signal)
  return agreed ? show(agreed, invoke, signal) : output
}

/** `answerable tokens -` reads what is piped in. */
const withStdin = async (invocation: Invocation): Promise<Invocation> =>
  invocation.operation.name === 'tokens' && invocation.input['text'] === '-'
    ? { ...invocation, input: { ...invocation.input, text: await readAll(process.stdin) } }
    : invocation

/** The process that owns the data may have started in another folder. Fields of paths say so: `.meta({ path: true })`. */
const withAbsolutePaths = (invocation: Invocation): Invocation => {
  const absolute = (path: string): string => (isAddress(path) ? path : resolve(path))
  const entries = fieldsOf(invocation.operation).flatMap(({ name, isPath }) => {
    const value = invocation.input[name]
    if (!isPath || value === undefined) return []
    return [[name, Array.isArray(value) ? value.map((it) => absolute(String(it))) : absolute(String(value))]]
  })
  return { ...invocation, input: { ...invocation.input, ...Object.fromEntries(entries) } }
}
