import { sleep } from '../../../base/async.ts'
import type { Look } from '../look.ts'
import { readProc, share } from './proc.ts'

// Long enough for a share that means something at 100 ticks a second.
const sampleMs = 500

export const cpuLooks: readonly Look[] = [
  {
    name: 'cpu_load',
    summary: 'Load of 1, 5 and 15 minutes, also for each processor, and how many tasks run',
    how: 'process',
    params: {},
    see: async () => {
      const [one, five, fifteen, tasks] = (await readProc('/proc/loadavg')).trim().split(' ')
      const processors = await countProcessors()
      const [running, all] = (tasks ?? '').split('/').map(Number)
      return {
        facts: [
          { name: 'load_1', value: Number(one) },
          { name: 'load_5', value: Number(five) },
          { name: 'load_15', value: Number(fifteen) },
          { name: 'processors', value: processors },
          { name: 'load_1_per_processor', value: Math.round((Number(one) / processors) * 100) / 100 },
          { name: 'running_tasks', value: running ?? null },
          { name: 'tasks', value: all ?? null },
        ],
      }
    },
  },
  {
    name: 'cpu_usage',
    summary: 'Shares of processor time over half a second: busy, user, system, waiting for disks, taken by other guests of the host (steal)',
    how: 'process',
    params: {},
    see: async (_, signal) => {
      const before = await times()
      await sleep(sampleMs, signal)
      const after = await times()
      const spent = after.map((value, index) => value - (before[index] ?? 0))
      const whole = spent.slice(0, 8).reduce((sum, value) => sum + value, 0)
      const [user, nice, system, idle, ioWait, interrupts, softInterrupts, steal] = spent as [number, number, number, number, number, number, number, number]
      return {
        facts: [
          { name: 'busy_share', value: share(whole - idle - ioWait, whole) },
          { name: 'user_share', value: share(user + nice, whole) },
          { name: 'system_share', value: share(system + interrupts + softInterrupts, whole) },
          { name: 'io_wait_share', value: share(ioWait, whole) },
          { name: 'steal_share', value: share(steal, whole) },
        ],
      }
    },
  },
]

const times = async (): Promise<number[]> => {
  const [, values] = /^cpu +(.*)$/m.exec(await readProc('/proc/stat')) ?? []
  return (values ?? '').split(' ').map(Number)
}

const countProcessors = async (): Promise<number> => Math.max(1, [...(await readProc('/proc/stat')).matchAll(/^cpu\d+ /gm)].length)
