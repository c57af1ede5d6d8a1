/** The command line door: an invocation, run here or in the process that owns the data, shown to a person or as JSON. */
import { text as readAll } from 'node:stream/consumers'
import { isAppError } from '../../base/error.ts'
import type { Context, OperationEvent } from '../../operations/operation.ts'
import { withAbsolutePaths } from './absolute-paths.ts'
import { findCommand, parseInvocation, UsageError, type Invocation } from './arguments.ts'
import { confirmed } from './confirm.ts'
import { commandHelp } from './help.ts'
import { progressLine, type Progress, type Steps } from './progress.ts'
import { renderEvent, renderOutput } from './render.ts'
import { watchScreen, type WatchingNow } from './watch-screen.ts'

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
  const progress = progressLine(process.stderr, invocation.operation.cli!.words.join(' '))
  const screen = watchScreen(process.stdout)
  let hasStreamed = false
  const onEvent = (event: OperationEvent): void => {
    if (event.type === 'progress') return progress.update(event.data as Progress)
    if (event.type === 'steps') return progress.steps(event.data as Steps)
    if (event.type === 'line') return progress.line((event.data as { line: string }).line)
    if (event.type === 'watching' && !json) return screen.show(event.data as WatchingNow)
    const text = json ? null : renderEvent(event)
    if (text === null) return
    hasStreamed = true
    process.stdout.write(text)
  }
  const output = await invoke(invocation, { signal, onEvent })
  progress.end()
  await printed(json ? `${JSON.stringify(output)}\n` : renderOutput(invocation.operation.name, output, { hasStreamed, input: invocation.input }))
  for (const { message } of degradedOf(output)) process.stderr.write(`answerable: ${message}\n`)
  const agreed = json ? null : await confirmed(invocation, output, signal)
  return agreed ? show(agreed, invoke, signal) : output
}

/** Resolves when whoever reads has it: the program ends soon after, and would cut what a pipe has not taken. */
const printed = (text: string): Promise<void> => new Promise((resolve) => process.stdout.write(text, () => resolve()))

/** What an answer had to do without; nothing for other outputs. */
const degradedOf = (output: unknown): readonly { readonly message: string }[] =>
  ((output ?? {}) as { degraded?: readonly { readonly message: string }[] }).degraded ?? []

/** `answerable tokens -` reads what is piped in. */
const withStdin = async (invocation: Invocation): Promise<Invocation> =>
  invocation.operation.name === 'tokens' && invocation.input['text'] === '-'
    ? { ...invocation, input: { ...invocation.input, text: await readAll(process.stdin) } }
    : invocation
