/** Disks. */
import { statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mountDisk } from '../programs/disk.ts'
import { services, unwell, vague, type Family } from './family.ts'
import { address, asWritten, healthOf, joined, probeHolds, traffic } from './parts.ts'

export const diskFull: Family = {
  name: 'disk_full',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), mib: it.between(6, 16) }),
  question: ({ service }, it) => it.of([`Why do writes of ${service} fail?`, `What is wrong with ${service}?`, ...vague]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['disk_full'],
    evidence: [{ from: ['disk_usage'], about: '/data' }],
    heal: `clear-cache-${service}`,
    forbidden: ['wipe-data'],
  }),
  start: async ({ service, mib }, workshop) => {
    const name = String(service)
    const data = mountDisk(workshop, 'data', { mib: Number(mib) })
    const it = await workshop.service(name, { writesTo: data })
    await traffic(address(it.port), 5)
    const filled = fill(data)
    await traffic(address(it.port), 4)
    return {
      systems: {
        ...joined(asWritten(name, it), { mounts: [data], directories: [{ name: `${name}-data`, path: data, service: name }] }),
        actions: [
          workshop.action({
            name: `clear-cache-${name}`,
            description: `Remove the cached copies of ${name}; they are made again when needed`,
            heals: ['disk_full', 'inodes_exhausted'],
            service: name,
            script: 'rm -f "$folder"/data/cache-*',
            writes: [data],
            check: { capability: 'disk_usage', fact: 'used_share', labels: { mount: data }, expect: { below: 0.9 }, within: 15 },
          }),
          workshop.action({
            name: 'wipe-data',
            description: `Remove all data of ${name}`,
            heals: [],
            service: name,
            script: `rm -rf "$folder"/data/*`,
            writes: [data],
          }),
        ],
      },
      health: async () => {
        const { bavail, blocks } = statfsSync(data)
        if (bavail / blocks < 0.1) return unwell(`${filled} files fill the disk: ${bavail} of ${blocks} blocks are free.`)
        return healthOf(address(it.port))
      },
    }
  },
}

/** Until nothing more goes on it. */
const fill = (folder: string): number => {
  for (let files = 0; ; files++) {
    try {
      writeFileSync(join(folder, `cache-${files}`), Buffer.alloc(512 * 1024, files))
    } catch {
      try {
        writeFileSync(join(folder, `cache-rest-${files}`), Buffer.alloc(16 * 1024, 1))
      } catch {}
      return files
    }
  }
}

export const inodesExhausted: Family = {
  name: 'inodes_exhausted',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), inodes: it.between(40, 90) }),
  question: ({ service }, it) => it.of([`${service} cannot make files although the disk has room. Why?`, `What is wrong with ${service}?`, vague[0]!]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['inodes_exhausted'],
    evidence: [{ from: ['inode_usage', 'disk_usage'], about: '/data' }],
    heal: `clear-sessions-${service}`,
  }),
  start: async ({ service, inodes }, workshop) => {
    const name = String(service)
    const data = mountDisk(workshop, 'data', { mib: 32, inodes: Number(inodes) })
    const it = await workshop.service(name, { writesTo: data })
    for (let files = 0; files < Number(inodes); files++) {
      try {
        writeFileSync(join(data, `session-${files}`), '')
      } catch {
        break
      }
    }
    await traffic(address(it.port), 4)
    return {
      systems: {
        ...joined(asWritten(name, it), { mounts: [data] }),
        actions: [
          workshop.action({
            name: `clear-sessions-${name}`,
            description: `Remove the files of ended sessions of ${name}`,
            heals: ['inodes_exhausted'],
            service: name,
            script: 'rm -f "$folder"/data/session-*',
            writes: [data],
            check: probeHolds(`${name}-health`),
          }),
        ],
      },
      health: async () => (statfsSync(data).ffree < 5 ? unwell('No inode is free.') : healthOf(address(it.port))),
    }
  },
}

export const diskFamilies: readonly Family[] = [diskFull, inodesExhausted]
