/** Gets jars and wheels through the clients that know this machine's registries, mirrors and credentials: Maven and pip. */
import { spawn } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../base/error.ts'
import { withoutKeys } from '../without-keys.ts'

export interface PackageTools {
  /** The path of the artifact's jar in `folder`. */
  fetchJar(artifact: string, folder: string, signal?: AbortSignal): Promise<string>
  /** The path of the wheel in `folder`; `requirement` is `name==version`. */
  fetchWheel(requirement: string, folder: string, signal?: AbortSignal): Promise<string>
}

export interface PackageToolsOptions {
  readonly env: NodeJS.ProcessEnv
  /** Both tools stay silent while they load, so that only the whole can be limited. */
  readonly limitMs: number
}

export const openPackageTools = (options: PackageToolsOptions): PackageTools => ({
  fetchJar: (artifact, folder, signal) =>
    onlyFile(folder, (into) => run([['mvn']], [...mavenArguments, `-Dartifact=${artifact}`, `-DoutputDirectory=${into}`], options, signal)),
  fetchWheel: (requirement, folder, signal) =>
    onlyFile(folder, (into) => run([['pip'], ['pip3'], ['python3', '-m', 'pip']], [...pipArguments, '--dest', into, requirement], options, signal)),
})

const mavenArguments = ['-B', '-q', 'dependency:copy', '-Daether.connector.connectTimeout=5000', '-Daether.connector.requestTimeout=15000']
const pipArguments = [
  'download',
  '--no-deps',
  '--only-binary=:all:',
  '--no-cache-dir',
  '--no-input',
  '--disable-pip-version-check',
  '--timeout=15',
  '--retries=1',
  '-q',
]

/** Runs a tool that puts one file into a fresh folder. */
const onlyFile = async (folder: string, fill: (into: string) => Promise<void>): Promise<string> => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await fill(folder)
  const [name] = await readdir(folder)
  if (!name) throw new AppError('unavailable', 'ended without an error and without a file')
  return join(folder, name)
}

/** Tries the ways to call a tool until one exists. */
const run = async (ways: readonly (readonly string[])[], args: readonly string[], options: PackageToolsOptions, signal?: AbortSignal): Promise<void> => {
  for (const [command, ...first] of ways) {
    const found = await runOne(command!, [...first, ...args], options, signal)
    if (found) return
  }
  throw new AppError('unavailable', `${ways[0]![0]} is not installed`)
}

/** False when there is no such command. */
const runOne = (command: string, args: readonly string[], { env, limitMs }: PackageToolsOptions, signal: AbortSignal | undefined): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const windows = process.platform === 'win32' // where both are batch files, which only a shell starts
    // Not spawn's own timeout: for a command that does not exist its timer runs on and keeps the program alive.
    const late = AbortSignal.timeout(limitMs)
    const stop = signal ? AbortSignal.any([signal, late]) : late
    const child = spawn(command, args, { env: withoutKeys(env), shell: windows, stdio: ['ignore', 'pipe', 'pipe'], signal: stop })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-20_000)))
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) reject(signal.reason)
      else if (late.aborted) reject(new AppError('unavailable', `${command} was stopped after ${Math.ceil(limitMs / 1000)} s`))
      else if (error.code === 'ENOENT') resolve(false)
      else reject(error)
    })
    child.on('close', (code) => {
      if (code === 0) resolve(true)
      else if (output.includes('No space left on device')) reject(noSpace(command))
      else reject(new AppError('unavailable', `${command} failed: ${firstErrorOf(output)}`))
    })
  })

const noSpace = (command: string): AppError =>
  new AppError('no_space', `The disk is full: ${command} could not write. Make room, or name another folder in ANSWERABLE_MODELS_DIR.`)

const firstErrorOf = (output: string): string => {
  // oxlint-disable-next-line no-control-regex -- the colours that tools write
  const lines = output.replaceAll(/\u001B\[[\d;]*m/g, '').split('\n')
  const line = lines.find((text) => /error/i.test(text)) ?? lines.findLast((text) => text.trim() !== '') ?? 'no reason given'
  // Maven says at length which goal of which plugin it was, then what happened.
  const text = line.replace(/Failed to execute goal .*? on project standalone-pom: /, '').trim()
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
