/** `node bench/fence.ts`: what a look costs in the program itself, and what the fence adds to a program that does nothing. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { observing } from '../src/adapters/capabilities/observing.ts'
import { diskLooks } from '../src/adapters/capabilities/host/disk.ts'
import { memoryLooks } from '../src/adapters/capabilities/host/memory.ts'
import { lookLimits, type FenceSpec } from '../src/adapters/fence/fence.ts'
import { openFence } from '../src/adapters/fence/open-fence.ts'
import { pinProgram } from '../src/adapters/fence/pin-program.ts'
import { noSystems } from '../src/domain/systems.ts'
import { median, printFigures } from './figures.ts'

const began = performance.now()
const { fence, why } = await openFence()
const provedMs = performance.now() - began
if (!fence) throw new Error(String(why))

const program = await pinProgram('/usr/bin/true')
const spec = (system: FenceSpec['system']): FenceSpec => ({
  program,
  args: [],
  system,
  reads: [],
  writes: [],
  network: 'none',
  environment: {},
  identity: 'nobody',
  groups: [],
  limits: lookLimits,
})
const parts = { now: () => new Date(), maskLine: (text: string) => text, maskName: (text: string) => text }
const [disk, memory] = [diskLooks(noSystems)[0]!, memoryLooks[0]!].map((look) => observing(look, parts))
const run = promisify(execFile)

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  disk: () => disk!.observe({}),
  memory: () => memory!.observe({}),
  bare: () => run('/usr/bin/true'),
  fenced: () => fence.run(spec('libraries')),
  programs: () => fence.run(spec('programs')),
}
const times: Record<string, number[]> = {}
// Every way sees the same moments of a busy machine.
for (let round = 0; round < 60; round++) {
  for (const [name, way] of Object.entries(ways)) {
    const started = performance.now()
    await way()
    if (round >= 10) (times[name] ??= []).push(performance.now() - started)
  }
}
const bare = median(times['bare']!)
const figure = (name: string, of: string) => {
  const ms = median(times[of]!)
  return { name, value: `${ms.toFixed(1)} ms`, beside: `a bare process ${bare.toFixed(1)} ms: ${(ms / bare).toFixed(1)} of it`, goal: null }
}
printFigures([
  figure('disk_usage in the program', 'disk'),
  figure('memory_usage in the program', 'memory'),
  figure('a program in the fence, libraries only', 'fenced'),
  figure('a program in the fence, all programs', 'programs'),
  { name: 'the fence proved at first use', value: `${provedMs.toFixed(0)} ms`, beside: 'once for each process', goal: null },
])
process.exit()
