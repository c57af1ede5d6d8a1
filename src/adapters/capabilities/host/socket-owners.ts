import { readdir, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { mapLimited } from '../../../base/async.ts'

/** Names of the executables that hold these sockets (by inode), where this program may see them. */
export const socketOwners = async (inodes: ReadonlySet<string>): Promise<Map<string, string>> => {
  const owners = new Map<string, string>()
  const pids = (await readdir('/proc')).filter((it) => /^\d+$/.test(it))
  await mapLimited(pids, 16, async (pid) => {
    const held = await readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const fd of held) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1]
      if (inode !== undefined && inodes.has(inode) && !owners.has(inode)) owners.set(inode, basename(await readlink(`/proc/${pid}/exe`).catch(() => 'unknown')))
    }
  })
  return owners
}
