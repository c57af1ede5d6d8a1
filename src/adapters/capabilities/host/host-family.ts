import type { Systems } from '../../../domain/systems.ts'
import type { Family } from '../look.ts'
import { cpuLooks } from './cpu.ts'
import { diskLooks } from './disk.ts'
import { kernelLooks } from './kernel.ts'
import { memoryLooks } from './memory.ts'
import { networkLooks } from './network.ts'
import { processLooks } from './processes.ts'

/** The machine itself, by procfs; no program is started. */
export const hostFamily = (systems: Systems): Family => {
  const looks = [...diskLooks(systems), ...memoryLooks, ...cpuLooks, ...processLooks(systems), ...networkLooks, ...kernelLooks]
  if (process.platform !== 'linux') return { looks: [], missing: looks.map(({ name }) => ({ name, why: 'It is read from procfs, which only Linux has.' })) }
  const missing = systems.processes.length === 0 ? [{ name: 'process_state', why: 'systems.yaml names no processes.' }] : []
  return { looks, missing }
}
