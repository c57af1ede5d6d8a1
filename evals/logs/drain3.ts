/** drain3 beside ours: the same lines, a process of its own, its own clock. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Drained {
  readonly lines: number
  /** By the clock, and of the processor: the second is the one to go by on a busy machine. */
  readonly seconds: number
  readonly busy: number
  /** The group of each line, where asked for. */
  readonly ids: readonly number[]
}

const parts = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'answerable/test-parts/drain3')
const python = join(parts, 'bin/python')

/** What to do where drain3 is absent, or null where it is here. */
export const drain3Absent = (): string | null =>
  existsSync(python) ? null : `drain3 is not installed. Run: python3 -m venv ${parts} && ${parts}/bin/pip install drain3==0.9.11`

export const drained = (text: string | Uint8Array, { ids = false } = {}): Drained => {
  const absent = drain3Absent()
  if (absent) throw new Error(absent)
  const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'run_drain3.py'), ...(ids ? ['--ids'] : [])], {
    input: text,
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`drain3 failed: ${stderr}`)
  return JSON.parse(stdout.toString()) as Drained
}
