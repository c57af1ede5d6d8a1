import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { extname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { throwIfAborted } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import type { RunningScenario, StartScenario } from '../../domain/scenario.ts'

// A database server and a minute of metrics take their time; what is asked of a scenario that runs does not.
const startLimitMs = 90_000
const askLimitMs = 30_000
const stopLimitMs = 15_000

const readySchema = z.object({
  systems: z.record(z.string(), z.unknown()),
  environment: z.record(z.string(), z.string()).default({}),
  runbooks: z.record(z.string(), z.string()).default({}),
})
const saidSchema = z.object({
  ready: readySchema.optional(),
  missing: z.string().optional(),
  failed: z.string().optional(),
  health: z.object({ healthy: z.boolean(), sentence: z.string() }).optional(),
  ran: z.array(z.string()).optional(),
})
type Said = z.output<typeof saidSchema>

/**
 * Scenarios as programs: `.ts`, `.mts`, `.js` and `.mjs` run under this program's Node, anything else as it is. One JSON value a line on stdout:
 * `{ ready }`, `{ missing }` or `{ failed }` first, then `{ health }` and `{ ran }` when those words are written to stdin. `stop`, or the end of stdin, ends it.
 */
export const scenarioPrograms =
  (folder: string): StartScenario =>
  async ([program, ...args], signal) => {
    throwIfAborted(signal)
    const path = resolve(folder, program!)
    const command = /^\.[cm]?[jt]s$/.test(extname(path)) ? [process.execPath, '--disable-warning=ExperimentalWarning', path] : [path]
    const child = spawn(command[0]!, [...command.slice(1), ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    const end = (): void => void child.kill('SIGKILL')
    process.once('exit', end)
    const listen = listening(child, program!)
    try {
      const said = await listen.next(startLimitMs, signal)
      if (said.missing !== undefined) throw new AppError('unavailable', said.missing)
      if (said.ready === undefined)
        throw new AppError('invalid', `"${program}" is no scenario: ${said.failed ?? 'its first line says neither "ready" nor "missing"'}`)
      return running(child, said.ready, listen, () => process.off('exit', end))
    } catch (error) {
      await stop(child)
      process.off('exit', end)
      throw error
    }
  }

const running = (child: ChildProcess, ready: z.output<typeof readySchema>, listen: Listening, onStopped: () => void): RunningScenario => {
  const ask = async (word: 'health' | 'ran'): Promise<Said> => {
    child.stdin!.write(`${word}\n`)
    return listen.next(askLimitMs)
  }
  return {
    ready,
    health: async () => (await ask('health')).health ?? { healthy: false, sentence: 'The scenario does not say.' },
    ran: async () => (await ask('ran')).ran ?? [],
    stop: async () => {
      await stop(child)
      onStopped()
    },
  }
}

interface Listening {
  /** The next line. Fails with `unavailable` when it ends, says what is none, or takes too long. */
  next(limitMs: number, signal?: AbortSignal): Promise<Said>
}

const listening = (child: ChildProcess, program: string): Listening => {
  let complaint = ''
  child.stderr!.on('data', (piece: Buffer) => (complaint = (complaint + piece.toString()).slice(-2000)))
  child.on('error', (error) => (complaint = error.message))
  child.stdin!.on('error', () => {})
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  const failure = (why: string): AppError => new AppError('unavailable', `The scenario "${program}" ${why}.${complaint ? ` It says: ${complaint.trim()}` : ''}`)
  return {
    next: async (limitMs, signal) => {
      const limit = AbortSignal.timeout(limitMs)
      const either = signal ? AbortSignal.any([signal, limit]) : limit
      const aborted = new Promise<never>((_, reject) =>
        either.addEventListener('abort', () => reject(limit.aborted ? failure(`said nothing for ${limitMs / 1000} s`) : signal!.reason), { once: true }),
      )
      const { value, done } = await Promise.race([lines.next(), aborted])
      if (done) throw failure('ended')
      const said = saidSchema.safeParse(parsed(value))
      if (!said.success) throw failure(`says what is no line of a scenario: ${value.slice(0, 200)}`)
      return said.data
    },
  }
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** First asked to undo what it did. */
const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.stdin!.end('stop\n')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  await ended
  clearTimeout(timer)
}
