/** Runs all probes in the fence, as whoever it is started as, and prints what became of each: a line of JSON. Started by `fence.test.ts`. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lookLimits } from '../../../src/adapters/fence/fence.ts'
import { openFence } from '../../../src/adapters/fence/open-fence.ts'
import { pinProgram } from '../../../src/adapters/fence/pin-program.ts'
import { mapLimited } from '../../../src/base/async.ts'
import { probesOf, type Probe, type Target } from './probes.ts'

export interface Outcome {
  readonly id: string
  readonly endedBy: string
  readonly exitCode: number | null
  /** The canary's words, or those of the environment, were in its output. */
  readonly hasCanary: boolean
  readonly isEndedAsTold: boolean
  readonly words: string
}

const { target, canary, scratch } = JSON.parse(process.argv[2]!) as { target: Target; canary: string; scratch: string }
const { fence, why } = await openFence()
if (!fence) throw new Error(`There is no fence: ${why}`)

const limits = { ...lookLimits, wallMs: 1500, cpuSeconds: 2, fileBytes: 1024 * 1024, memoryBytes: 128 * 1024 * 1024 }

const run = async (probe: Probe): Promise<Outcome> => {
  const program = probe.program ?? '/usr/bin/perl'
  if (!existsSync(program)) return { id: probe.id, endedBy: 'not here', exitCode: null, hasCanary: false, isEndedAsTold: true, words: '' }
  const writes = probe.isWriting ? [mkdtempSync(join(scratch, 'w-'))] : []
  const { stdout, stderr, ...ended } = await fence.run({
    program: await pinProgram(program),
    args: [...probe.args, ...writes],
    system: probe.system ?? 'libraries',
    reads: [],
    writes,
    network: probe.network ?? 'none',
    environment: {},
    identity: 'self',
    groups: [],
    limits: { ...limits, wallMs: probe.wallMs ?? limits.wallMs },
  })
  for (const folder of writes) rmSync(folder, { recursive: true, force: true })
  const said = stdout + stderr
  const isEndedAsTold = probe.endsBy?.includes(ended.endedBy) ?? true
  return { id: probe.id, endedBy: ended.endedBy, exitCode: ended.exitCode, hasCanary: said.includes(canary), isEndedAsTold, words: said.slice(0, 200) }
}

const outcomes = await mapLimited(probesOf(target), 4, run)
process.stdout.write(`${JSON.stringify(outcomes)}\n`)
