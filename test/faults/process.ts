/** Starting and ending the programs of the fault tests, by pid. */
import { spawn, type ChildProcess } from 'node:child_process'
import { statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface Program {
  readonly child: ChildProcess
  readonly pid: number
  /** Resolves with the first line that contains the word; fails with all that was said when the program ends before. */
  says(word: string): Promise<string>
  /** Exit code, or null when it was killed, and all that it said. */
  readonly ended: Promise<{ code: number | null; output: string }>
}

export const startProgram = (name: string, args: readonly string[]): Program => {
  const path = fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const kill = (): void => void child.kill('SIGKILL')
  process.on('exit', kill)
  let output = ''
  const listeners = new Set<() => void>()
  const listen = (chunk: Buffer): void => {
    output += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  child.stdin.on('error', () => {})
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on('close', (code) => {
      process.off('exit', kill)
      resolve({ code, output })
    })
  })
  return {
    child,
    pid: child.pid!,
    ended,
    says: (word) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = output
            .split('\n')
            .slice(0, -1)
            .find((candidate) => candidate.includes(word))
          if (line === undefined) return
          listeners.delete(look)
          resolve(line)
        }
        listeners.add(look)
        look()
        void ended.then(({ code }) => reject(new Error(`The program ended with ${code} before it said "${word}":\n${output}`)))
      }),
  }
}

/** `full` counts in CI, a small share of them otherwise. */
export const faultCount = (full: number, share: number): number => (process.env.ANSWERABLE_FAULTS === 'full' ? full : share)

/** Runs `work` when its module is the program that was started: `node kill.ts 60`. */
export const asScript = async (url: string, work: (count: number) => Promise<string>, fallback: number): Promise<void> => {
  if (process.argv[1] !== fileURLToPath(url)) return
  const startedMs = performance.now()
  const summary = await work(Number(process.argv[2] ?? fallback))
  process.stdout.write(`${summary} (${((performance.now() - startedMs) / 1000).toFixed(0)} s)\n`)
}

/** Until the log of `writer.ts` has grown. Counted, not timed, so that a busy machine tests as much as a quiet one. */
export const untilWrites = async (log: string, more: number): Promise<void> => {
  const before = statSync(log).size
  const lineBytes = 16 // of a "try" and its "ack"
  while (statSync(log).size < before + more * lineBytes) await delay(5)
}
