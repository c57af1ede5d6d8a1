/** Reads words and settings, then serves or runs one command. */
import { existsSync } from 'node:fs'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AppError } from '../base/error.ts'
import { readConfig, type Overrides } from '../config.ts'
import { assertNoLostCommand, commandGroups, commonFlags, firstSentence, UsageError } from '../doors/cli/arguments.ts'
import { exitCodes, runCommand, tell } from '../doors/cli/cli.ts'
import { generalHelp, workerHelp } from '../doors/cli/help.ts'
import { mcpHelp, parseMcp } from '../doors/cli/mcp-command.ts'
import { invokeWhereTheDataIs } from './invoke.ts'
import { version } from './version.ts'
import { watchPaths } from './watch.ts'

const words = process.argv.slice(2)
const stop = new AbortController()

/** The first signal ends the work in order, the second one at once. */
const onSignal = (signal: NodeJS.Signals): void => {
  if (stop.signal.aborted) process.exit(130)
  process.exitCode = signal === 'SIGINT' ? 130 : 0
  stop.abort(new AppError('cancelled', 'Stopped.'))
}
process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)
// `answerable search … | head` closes the pipe early: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const main = async (): Promise<number> => {
  if (words.includes('--version')) return print(version)
  if (words[0] === 'help' || (words.length === 1 && ['--help', '-h'].includes(words[0]!))) return print(generalHelp(version))
  const asCommand = await runCommand(words, invokeWhereTheDataIs, watchPaths, stop.signal)
  if (asCommand !== null) return asCommand
  try {
    if (words.length === 2 && commandGroups.has(words[0]!) && ['--help', '-h'].includes(words[1]!)) return print(generalHelp(version))
    if (words[0] === 'worker') return await runWorker(words.slice(1))
    if (words[0] === 'mcp') return await runMcp(words.slice(1))
    assertNoLostCommand(words, existsSync)
    const { paths, overrides, help } = parseServe(words[0] === 'serve' ? words.slice(1) : words)
    if (help) return print(generalHelp(version))
    // Loaded here: the database and all models are nothing that a small command waits for.
    const { serve } = await import('./serve.ts')
    await serve({ ...paths, config: readConfig(overrides) }, stop.signal)
    return exitCodes.done
  } catch (error) {
    return tell(error)
  }
}

const runWorker = async (args: readonly string[]): Promise<number> => {
  const { values } = parsed(args, false, {})
  if (values.help) return print(workerHelp)
  const { work } = await import('./worker.ts')
  await work(readConfig({ dataDir: values.data, databaseUrl: values['database-url'], jobs: true }), stop.signal)
  return exitCodes.done
}

const runMcp = async (args: readonly string[]): Promise<number> => {
  const command = parseMcp(args)
  if (command.help) return print(mcpHelp)
  const { serveMcp } = await import('./mcp.ts')
  await serveMcp(command, stop.signal)
  return exitCodes.done
}

const print = (text: string): number => {
  process.stdout.write(`${text}\n`)
  return exitCodes.done
}

const parseServe = (args: readonly string[]) => {
  const { values, positionals } = parsed(args, true, serveFlags)
  const { port, host, data, watch, 'database-url': databaseUrl, 'no-jobs': noJobs } = values
  const overrides: Overrides = { port, host, dataDir: data, databaseUrl, watch, ...(noJobs && { jobs: false }) }
  return { paths: { paths: positionals, collection: values.collection ?? 'default' }, overrides, help: values.help === true }
}

const serveFlags = {
  port: { type: 'string' },
  host: { type: 'string' },
  collection: { type: 'string' },
  watch: { type: 'boolean' },
  'no-jobs': { type: 'boolean' },
} as const

const parsed = <Flags extends ParseArgsOptionsConfig>(args: readonly string[], allowPositionals: boolean, flags: Flags) => {
  try {
    const common = { data: { type: 'string' }, 'database-url': { type: 'string' }, help: { ...short(commonFlags.help) } } as const
    return parseArgs({ args: [...args], allowPositionals, options: { ...flags, ...common } })
  } catch (error) {
    throw new UsageError(`${firstSentence((error as Error).message)} See "answerable --help".`)
  }
}

const short = ({ type, short: letter }: { type: 'boolean'; short: string }) => ({ type, short: letter })

process.exitCode = (await main()) || process.exitCode || 0
// Nothing that is still open may keep a finished command waiting.
process.exit()
