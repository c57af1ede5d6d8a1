import { AppError, isAppError } from '../../base/error.ts'
import type { ActionCall, ActionOutcome, ActionRunner, PinnedFile } from '../../domain/action.ts'
import { canonicalJson } from '../../base/canonical-json.ts'
import type { FenceLimits, FenceResult, OpenedFence } from '../fence/fence.ts'
import { pinProgram } from '../fence/pin-program.ts'
import { pinFiles } from './pin-files.ts'

const limits: Omit<FenceLimits, 'wallMs' | 'cpuSeconds'> = {
  memoryBytes: 1024 * 1024 * 1024,
  // What runs on V8 sets aside much more than it uses.
  addressBytes: 64 * 1024 * 1024 * 1024,
  processes: 64,
  openFiles: 256,
  fileBytes: 1024 * 1024 * 1024,
  outputBytes: 256 * 1024,
}
const mostOutput = 8_000

/** Runs what was approved, in the fence, with what its definition names. Without a fence nothing is run: the outcome says why. */
export const actionRunner = (openFence: () => Promise<OpenedFence>, environment: NodeJS.ProcessEnv): ActionRunner => ({
  pin: pinFiles,
  assertReady: async () => {
    const { fence, why } = await openFence()
    if (!fence) throw new AppError('unavailable', `Nothing was run, and the approval is not used up: ${why}`)
  },
  run: async (call, signal) => {
    const startedAt = new Date()
    const begun = performance.now()
    const ended = (how: Pick<ActionOutcome, 'exitCode' | 'output' | 'problem'>): Omit<ActionOutcome, 'check'> => ({
      ...how,
      startedAt,
      durationMs: Math.round(performance.now() - begun),
    })
    try {
      signal.throwIfAborted()
      const { fence, why } = await openFence()
      if (!fence) return ended({ exitCode: null, output: '', problem: `It was not run: ${why}` })
      if (!isSame(await pinFiles(call.argv, call.access), call.pinned))
        return ended({ exitCode: null, output: '', problem: 'It was not run: its program or a file of it was changed a moment ago.' })
      const result = await fence.run(await specOf(call, environment), signal)
      return ended({ exitCode: result.exitCode, output: outputOf(result), problem: problems[result.endedBy](call.limitMs) })
    } catch (error) {
      if (signal.aborted) return ended({ exitCode: null, output: '', problem: `It was stopped with all its processes. ${(signal.reason as Error).message}` })
      return ended({ exitCode: null, output: '', problem: isAppError(error) ? error.message : `It could not be run: ${(error as Error).message}` })
    }
  },
})

const specOf = async ({ argv, access, limitMs }: ActionCall, environment: NodeJS.ProcessEnv) => ({
  program: await pinProgram(argv[0]!),
  args: argv.slice(1),
  system: 'programs' as const,
  reads: access.reads,
  writes: access.writes,
  network: access.network,
  environment: Object.fromEntries(access.environment.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]))),
  identity: 'self' as const,
  groups: [],
  limits: { ...limits, wallMs: limitMs, cpuSeconds: Math.ceil(limitMs / 1000) },
})

const isSame = (one: readonly PinnedFile[], other: readonly PinnedFile[]): boolean => canonicalJson(one) === canonicalJson(other)

/** The last lines, where programs say how it went. */
const outputOf = ({ stdout, stderr }: FenceResult): string =>
  [stdout, stderr]
    .map((it) => it.trimEnd().slice(-mostOutput / 2))
    .filter(Boolean)
    .join('\n')

const problems: Readonly<Record<FenceResult['endedBy'], (limitMs: number) => string | null>> = {
  exit: () => null,
  signal: () => 'It was ended by a signal, or by a limit of the fence.',
  time: (limitMs) => `It was not done within ${limitMs / 1000} s, and was ended.`,
  output: () => 'It wrote more than 256 KiB, and was ended.',
}
