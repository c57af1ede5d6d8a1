import type { Look } from '../look.ts'
import { kilobytes, readProc, readProcIf, share } from './proc.ts'

export const memoryLooks: readonly Look[] = [
  {
    name: 'memory_usage',
    facts: ['total_bytes', 'available_bytes', 'used_bytes', 'used_share', 'dirty_bytes'],
    summary: 'Memory of the machine: whole, available, used share',
    how: 'process',
    params: {},
    see: async () => {
      const text = await readProc('/proc/meminfo')
      const total = kilobytes(text, 'MemTotal') ?? 0
      const available = kilobytes(text, 'MemAvailable') ?? kilobytes(text, 'MemFree') ?? 0
      return {
        facts: [
          { name: 'total_bytes', value: total },
          { name: 'available_bytes', value: available },
          { name: 'used_bytes', value: total - available },
          { name: 'used_share', value: share(total - available, total) },
          { name: 'dirty_bytes', value: kilobytes(text, 'Dirty') },
        ],
      }
    },
  },
  {
    name: 'swap_usage',
    summary: 'Swap: whole, used share, and pages that were moved since the start',
    how: 'process',
    params: {},
    see: async () => {
      const text = await readProc('/proc/meminfo')
      const counters = await readProc('/proc/vmstat')
      const total = kilobytes(text, 'SwapTotal') ?? 0
      const free = kilobytes(text, 'SwapFree') ?? 0
      const counted = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(counters)?.[1] ?? 0)
      return {
        facts: [
          { name: 'total_bytes', value: total },
          { name: 'used_bytes', value: total - free },
          { name: 'used_share', value: share(total - free, total) },
          { name: 'pages_in', value: counted('pswpin') },
          { name: 'pages_out', value: counted('pswpout') },
          { name: 'oom_kills', value: counted('oom_kill') },
        ],
      }
    },
  },
  {
    name: 'pressure',
    summary: 'How much of the last minute work stood still for want of processor, memory or disk (PSI)',
    how: 'process',
    params: {},
    see: async () => {
      const texts = await Promise.all(['cpu', 'memory', 'io'].map(async (resource) => ({ resource, text: await readProcIf(`/proc/pressure/${resource}`) })))
      const facts = texts.flatMap(({ resource, text }) =>
        [...(text ?? '').matchAll(/^(some|full) avg10=([\d.]+) avg60=([\d.]+) /gm)].flatMap(([, kind, ten, sixty]) => [
          { name: `${kind}_10s_share`, value: Number(ten) / 100, labels: { resource } },
          { name: `${kind}_60s_share`, value: Number(sixty) / 100, labels: { resource } },
        ]),
      )
      return { facts, problem: facts.length === 0 ? 'This kernel does not tell of pressure (PSI).' : null }
    },
  },
]
