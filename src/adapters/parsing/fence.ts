/** How the process that parses is closed in: what it may read, and what the system keeps it from. */
import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installDir } from '../postgres/check-outside.ts'

export interface Fence {
  /** Whether the kernel keeps the process from every network, loopback included; otherwise only the modules for it are taken away. */
  readonly closesNetwork: boolean
  /** Programs that close something and then become the program behind them. */
  readonly wrapper: readonly string[]
}

interface Closer {
  readonly closesNetwork?: true
  readonly command: readonly string[]
}

// Parts of util-linux, on nearly every Linux. A user namespace lets an ordinary user have a network namespace with nothing in it.
const closers: readonly Closer[] = [
  { closesNetwork: true, command: ['unshare', '--user', '--map-current-user', '--net', '--'] },
  // A process that never looks up from its work does not notice that the program has gone: the kernel ends it then.
  { command: ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL', '--'] },
  { command: ['prlimit', '--core=0', '--fsize=0', '--'] },
]

let probed: Promise<Fence> | null = null

/** Asked once: each closer is tried with a program that does nothing, and left out where it fails (containers, hardened kernels, other systems). */
export const findFence = (): Promise<Fence> => (probed ??= probe())

const probe = async (): Promise<Fence> => {
  if (process.platform !== 'linux') return { closesNetwork: false, wrapper: [] }
  const found = (await Promise.all(closers.map(tryCloser))).filter((closer) => closer !== null)
  return { closesNetwork: found.some(({ closesNetwork }) => closesNetwork), wrapper: found.flatMap(({ command }) => command) }
}

const tryCloser = async (closer: Closer): Promise<Closer | null> => {
  const [name, ...args] = closer.command
  const path = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].map((folder) => join(folder, name!)).find(existsSync)
  if (!path) return null
  const works = await new Promise<boolean>((resolve) =>
    execFile(path, [...args, process.execPath, '--version'], { timeout: 5_000 }, (error) => resolve(!error)),
  )
  return works ? { ...closer, command: [path, ...args] } : null
}

/**
 * Node's own permissions: it reads this program and the tokenizer; it writes no file and starts no process, thread or native code.
 * `node:sqlite` opens and writes files past these permissions (seen on Node 24.21), so it is switched off.
 */
export const nodeFlags = (memoryMb: number, tokenizerPath: string | null): string[] => [
  '--permission',
  ...readable(tokenizerPath).map((path) => `--allow-fs-read=${path}`),
  '--no-experimental-sqlite',
  '--disallow-code-generation-from-strings',
  `--max-old-space-size=${memoryMb}`,
  // Syntax trees are many small objects that live shortly: with the 2 MB that the program takes for its threads this is a third slower.
  '--max-semi-space-size=16',
  // A grammar is one huge function: optimising a dozen of them took 370 MB more and saved no time.
  '--liftoff-only',
]

const readable = (tokenizerPath: string | null): string[] => [
  ...['src', 'dist', 'node_modules', 'package.json'].map((name) => join(installDir, name)).flatMap(withTarget),
  ...modulesAbove(installDir),
  ...(tokenizerPath === null ? [] : [tokenizerPath]),
]

/** Permissions are of real places: the libraries may be a link to a folder that several checkouts share. */
export const withTarget = (path: string): string[] => (existsSync(path) ? [...new Set([path, realpathSync(path)])] : [path])

/** An installed package has its libraries beside it. */
const modulesAbove = (folder: string): string[] => {
  const marker = `${join('/', 'node_modules')}${join('/')}`
  const at = folder.lastIndexOf(marker)
  return at < 0 ? [] : [folder.slice(0, at + marker.length)]
}

/** Nothing of the program's environment but what its memory allocator and Windows need: no keys, no addresses. */
export const bareEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(?:MALLOC_[A-Z_]+|SystemRoot|TZ)$/.test(name)))

/** Neither the user's folder nor the data. */
export const elsewhere = (): string => (process.platform === 'win32' ? dirname(process.execPath) : '/')
