import type { Look } from '../look.ts'
import { readProc, readProcIf, share } from './proc.ts'
import { readKernelLog } from './kernel-log.ts'

export const kernelLooks: readonly Look[] = [
  {
    name: 'file_descriptors',
    summary: 'Open files of the whole machine against their limit',
    how: 'process',
    params: {},
    see: async () => {
      const [open, , most] = (await readProc('/proc/sys/fs/file-nr')).trim().split(/\s+/).map(Number)
      return {
        facts: [
          { name: 'open_files', value: open ?? null },
          { name: 'most_open_files', value: most ?? null },
          { name: 'used_share', value: share(open ?? 0, most ?? 0) },
        ],
      }
    },
  },
  {
    name: 'task_limits',
    summary: 'Processes and threads of the machine against their limits',
    how: 'process',
    params: {},
    see: async () => {
      const tasks = Number(/\/(\d+) /.exec(await readProc('/proc/loadavg'))?.[1])
      const [pids, threads] = await Promise.all(['/proc/sys/kernel/pid_max', '/proc/sys/kernel/threads-max'].map(async (path) => Number(await readProc(path))))
      const most = Math.min(pids!, threads!)
      return {
        facts: [
          { name: 'tasks', value: tasks },
          { name: 'most_tasks', value: most },
          { name: 'used_share', value: share(tasks, most) },
        ],
      }
    },
  },
  {
    name: 'uptime',
    summary: 'How long the machine has been running, and its kernel',
    how: 'process',
    params: {},
    see: async () => ({
      facts: [
        { name: 'uptime_seconds', value: Math.round(Number((await readProc('/proc/uptime')).split(' ')[0])) },
        { name: 'kernel', value: ((await readProcIf('/proc/sys/kernel/osrelease')) ?? '').trim() },
      ],
    }),
  },
  {
    name: 'kernel_log',
    summary: 'What the kernel has said of late: processes killed for want of memory, errors of disks, segmentation faults',
    how: 'process',
    params: { minutes: { kind: 'integer', min: 1, max: 1440, fallback: 60, about: 'How far back' } },
    see: async ({ minutes }, signal) => {
      const uptime = Number((await readProc('/proc/uptime')).split(' ')[0])
      return readKernelLog({ sinceSeconds: uptime - Number(minutes) * 60 }, signal)
    },
  },
]
