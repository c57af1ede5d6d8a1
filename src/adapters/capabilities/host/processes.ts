import type { Systems } from '../../../domain/systems.ts'
import { sleep } from '../../../base/async.ts'
import type { Look, SeenFact } from '../look.ts'
import { readProcesses, type ProcessSeen } from './read-processes.ts'
import { share } from './proc.ts'

const sampleMs = 500

/** Names of executables only: command lines and environments of others hold secrets. */
export const processLooks = (systems: Systems): Look[] => [
  {
    name: 'process_table',
    summary: 'The processes that take most processor time, memory or files, each with state, threads and age',
    how: 'process',
    params: {
      by: { kind: 'name', names: ['cpu', 'memory', 'files', 'age'], optional: true, about: 'What is ranked by; cpu where left out' },
      limit: { kind: 'integer', min: 1, max: 100, fallback: 15, about: 'How many' },
    },
    see: async ({ by, limit }, signal) => {
      const all = await sampled(signal)
      const rank = ranks[(by as keyof typeof ranks | undefined) ?? 'cpu']
      const top = all.sort((a, b) => rank(b) - rank(a) || a.pid - b.pid).slice(0, Number(limit))
      const counted = (state: string): number => all.filter((it) => it.state === state).length
      return {
        facts: [
          { name: 'processes', value: all.length },
          { name: 'threads', value: sum(all, (it) => it.threads) },
          { name: 'zombies', value: counted('zombie') },
          { name: 'blocked', value: counted('blocked') },
          ...top.flatMap((it) => ofOne(it, { process: it.executable, pid: String(it.pid) })),
        ],
      }
    },
  },
  ...(systems.processes.length === 0 ? [] : [processState(systems)]),
]

const processState = ({ processes }: Systems): Look => ({
  name: 'process_state',
  summary: 'Whether a process of ours runs: instances, memory, processor time, threads, open files against their limit, age of the youngest',
  how: 'process',
  params: { process: { kind: 'name', names: processes.map((it) => it.name), about: 'Which process' } },
  see: async ({ process }, signal) => {
    const known = processes.find((it) => it.name === process)!
    const own = (await sampled(signal)).filter((it) => it.executable === known.executable && it.state !== 'zombie')
    const labels = { process: known.name }
    const limits = own.flatMap((it) => (it.openFiles !== null && it.mostOpenFiles ? [share(it.openFiles, it.mostOpenFiles)] : []))
    const whole: SeenFact[] = [
      { name: 'is_running', value: own.length > 0, labels },
      { name: 'instances', value: own.length, labels },
    ]
    if (own.length === 0) return { facts: whole }
    return {
      facts: [
        ...whole,
        { name: 'memory_bytes', value: sum(own, (it) => it.memoryBytes), labels },
        { name: 'cpu_share', value: Math.round(sum(own, (it) => it.cpuShare) * 1000) / 1000, labels },
        { name: 'threads', value: sum(own, (it) => it.threads), labels },
        { name: 'open_files', value: sum(own, (it) => it.openFiles ?? 0), labels },
        { name: 'open_files_share', value: limits.length > 0 ? Math.max(...limits) : null, labels },
        { name: 'youngest_seconds', value: Math.min(...own.map((it) => it.ageSeconds)), labels },
        { name: 'oldest_seconds', value: Math.max(...own.map((it) => it.ageSeconds)), labels },
        ...own
          .toSorted((a, b) => a.ageSeconds - b.ageSeconds)
          .slice(0, 20)
          .flatMap((it) => ofOne(it, { ...labels, pid: String(it.pid) })),
      ],
    }
  },
})

interface Sampled extends ProcessSeen {
  /** Of one processor, over the sample: 2 is two processors. */
  readonly cpuShare: number
}

const sampled = async (signal: AbortSignal): Promise<Sampled[]> => {
  const before = new Map((await readProcesses({ withFiles: false })).map((it) => [`${it.pid}:${it.startTicks}`, it.cpuSeconds]))
  const began = performance.now()
  await sleep(sampleMs, signal)
  const now = await readProcesses({ withFiles: true })
  const seconds = (performance.now() - began) / 1000
  return now.map((it) => {
    const spent = it.cpuSeconds - (before.get(`${it.pid}:${it.startTicks}`) ?? it.cpuSeconds)
    return { ...it, cpuShare: Math.round((spent / seconds) * 1000) / 1000 }
  })
}

const ranks = {
  cpu: (it: Sampled) => it.cpuShare,
  memory: (it: Sampled) => it.memoryBytes,
  files: (it: Sampled) => it.openFiles ?? -1,
  age: (it: Sampled) => it.ageSeconds,
}

const ofOne = (it: Sampled, labels: Record<string, string>): SeenFact[] => [
  { name: 'process_cpu_share', value: it.cpuShare, labels },
  { name: 'process_memory_bytes', value: it.memoryBytes, labels },
  { name: 'process_threads', value: it.threads, labels },
  { name: 'process_open_files', value: it.openFiles, labels },
  { name: 'process_state', value: it.state, labels },
  { name: 'process_age_seconds', value: it.ageSeconds, labels },
]

const sum = <Item>(items: readonly Item[], value: (item: Item) => number): number => items.reduce((total, item) => total + value(item), 0)
