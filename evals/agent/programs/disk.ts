import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Missing } from '../protocol.ts'
import type { Workshop } from '../workshop.ts'

/** A small disk of its own, in memory. */
export const mountDisk = (workshop: Workshop, name: string, { mib, inodes }: { mib: number; inodes?: number }): string => {
  const path = join(workshop.folder, name)
  mkdirSync(path)
  const options = [`size=${mib}m`, 'mode=0777', ...(inodes === undefined ? [] : [`nr_inodes=${inodes}`])].join(',')
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'scenario', path], { encoding: 'utf8' })
  if (mounted.status !== 0) throw new Missing(`no disk can be mounted here (it takes root): ${mounted.stderr || mounted.error?.message}`)
  workshop.later(() => execFileSync('umount', ['-l', path]))
  return path
}
