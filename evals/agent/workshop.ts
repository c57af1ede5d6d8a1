/** A folder in which something real runs: programs that are kept alive, the operator's action scripts, and what undoes it all. */
import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endChild } from '../../test/support/end-child.ts'
import { freePort } from '../../test/support/free-port.ts'

export interface Service {
  readonly port: number
  readonly log: string
  /** Ends it where it runs, and starts it as it is configured now. */
  restart(change?: Readonly<Record<string, unknown>>): Promise<void>
  isRunning(): boolean
  end(): Promise<void>
}

export interface Action {
  readonly name: string
  readonly description: string
  readonly heals: readonly string[]
  readonly service: string | null
  /** A look that must hold afterwards, as the operator's file says it. */
  readonly check?: Readonly<Record<string, unknown>>
  /** What the script itself does, in shell; `$folder` is the workshop. Left out: it asks the service manager, which is this process. */
  readonly script?: string
  /** Done by the service manager when the script has asked for it. */
  readonly manager?: () => Promise<unknown> | unknown
  /** Further folders that its script writes. */
  readonly writes?: readonly string[]
}

export interface Workshop {
  readonly folder: string
  /** Runs when all is undone, last first. */
  later(undo: () => unknown): void
  write(name: string, text: string): string
  append(name: string, text: string): string
  /** The small Node service under a name of its own, as the process table shows it. */
  service(
    name: string,
    settings: Readonly<Record<string, unknown>>,
    keeping?: { restarts?: boolean; isDown?: boolean; limits?: readonly string[] },
  ): Promise<Service>
  program(command: readonly string[], options?: { asUser?: number; env?: NodeJS.ProcessEnv }): ChildProcess
  /** As the operator's file holds it. */
  action(action: Action): Readonly<Record<string, unknown>>
  ran(): readonly string[]
  stop(): Promise<void>
}

const serviceScript = join(import.meta.dirname, 'service.ts')

export const openWorkshop = (): Workshop => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-scenario-'))
  // Programs that drop root's rights have to find their files.
  chmodSync(folder, 0o755)
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const requests = join(folder, 'requests')
  mkdirSync(requests)
  const journal = join(requests, 'ran')
  writeFileSync(journal, '')
  // Scripts run as somebody without rights where the fence has it so.
  chmodSync(requests, 0o777)
  chmodSync(journal, 0o666)
  const handlers = new Map<string, () => Promise<unknown> | unknown>()
  undo.push(followed(journal, handlers))

  const write = (name: string, text: string): string => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  const program: Workshop['program'] = ([command, ...words], { asUser, env } = {}) => {
    const user = asUser === undefined || process.getuid?.() !== 0 ? {} : { uid: asUser, gid: asUser }
    const child = spawn(command!, words, { cwd: folder, stdio: 'ignore', ...user, ...(env ? { env: { ...process.env, ...env } } : {}) })
    child.on('error', () => {})
    undo.push(() => endChild(child))
    return child
  }
  return {
    folder,
    later: (step) => void undo.push(step),
    write,
    append: (name, text) => {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      appendFileSync(path, text)
      return path
    },
    program,
    service: async (name, settings, { restarts = false, isDown = false, limits = [] } = {}) => {
      const executable = namedNode(folder, name)
      const log = write(`logs/${name}.log`, '')
      let current: Record<string, unknown> = { name, log, port: await freePort(), ...settings }
      let child: ChildProcess | null = null
      let isWanted = false
      const start = (): void => {
        const words = [...limits, executable, '--disable-warning=ExperimentalWarning', serviceScript, JSON.stringify(current)]
        const it = program(words)
        child = it
        it.on('exit', () => {
          if (restarts && isWanted) setTimeout(() => isWanted && child === it && start(), 300).unref()
        })
      }
      const end = async (): Promise<void> => {
        isWanted = false
        if (child) await endChild(child)
        child = null
      }
      undo.push(end)
      const restart = async (change: Readonly<Record<string, unknown>> = {}): Promise<void> => {
        await end()
        current = { ...current, ...change }
        isWanted = true
        start()
        await until(() => answers(Number(current.port)), 5000)
      }
      if (!isDown) {
        isWanted = true
        start()
        if (!restarts) await until(async () => (await answers(Number(current.port))) || child?.exitCode !== null, 8000)
      }
      return { port: Number(current.port), log, restart, end, isRunning: () => child !== null && child.exitCode === null && child.signalCode === null }
    },
    action: ({ name, description, heals, service, check, script = '', manager, writes = [] }) => {
      const path = write(`actions/${name}`, `#!/bin/sh\nset -e\nfolder='${folder}'\n${script}\nprintf '%s\\n' '${name}' >>'${journal}'\n`)
      chmodSync(path, 0o755)
      if (manager) handlers.set(name, manager)
      return {
        name,
        description,
        phrases: [],
        argv: [path],
        parameters: [],
        access: { reads: [path], writes: [requests, ...writes], network: 'none', environment: [] },
        limit: 20,
        ...(check ? { check } : {}),
        heals: [...heals],
        ...(service === null ? {} : { service }),
      }
    },
    ran: () => readFileSync(journal, 'utf8').split('\n').filter(Boolean),
    stop: async () => {
      for (const step of undo.toReversed()) await step()
    },
  }
}

/** The service manager: does what scripts have asked for, once each, in order. */
const followed = (journal: string, handlers: ReadonlyMap<string, () => Promise<unknown> | unknown>): (() => void) => {
  let seen = 0
  let isBusy = false
  const look = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    const asked = readFileSync(journal, 'utf8').split('\n').filter(Boolean)
    for (; seen < asked.length; seen++) await handlers.get(asked[seen]!)?.()
    isBusy = false
  }
  const timer = setInterval(() => void look().catch(() => (isBusy = false)), 50)
  return () => clearInterval(timer)
}

/** A hard link, so that the process table has the name and not the link's target. */
const namedNode = (folder: string, name: string): string => {
  const path = join(folder, 'bin', name)
  if (existsSync(path)) return path
  mkdirSync(dirname(path), { recursive: true })
  try {
    linkSync(process.execPath, path)
  } catch {
    copyFileSync(process.execPath, path)
    chmodSync(path, 0o755)
  }
  return path
}

/** Somebody accepts there: whatever it says. */
export const answers = async (port: number): Promise<boolean> => {
  try {
    await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(1500) })
    return true
  } catch {
    return false
  }
}

/** Waits for what is expected; goes on without it when it does not come, and the scenario's own probe will say so. */
export const until = async (holds: () => Promise<boolean> | boolean, withinMs: number): Promise<boolean> => {
  for (const end = Date.now() + withinMs; Date.now() < end; await delay(40)) if (await holds()) return true
  return false
}

/** The status of an answer; null where none comes. */
export const statusOf = async (url: string): Promise<number | null> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3000), redirect: 'manual' })).status
  } catch {
    return null
  }
}
