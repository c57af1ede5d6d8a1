import { statfs } from 'node:fs/promises'
import type { Systems } from '../../../domain/systems.ts'
import { Unseen, type Look, type Seen, type SeenFact } from '../look.ts'
import { readProc, share } from './proc.ts'

interface Space {
  readonly size: bigint
  readonly free: bigint
  /** For users other than root. */
  readonly available: bigint
  readonly files: bigint
  readonly freeFiles: bigint
}

/** Usage as `df` reckons it: of what users may fill. */
export const diskLooks = (systems: Systems): Look[] => [
  {
    name: 'disk_usage',
    facts: ['size_bytes', 'available_bytes', 'used_bytes', 'used_share'],
    summary: 'Size, free space and used share of each disk',
    how: 'process',
    params: {},
    see: () =>
      eachMount(systems, ({ size, free, available }, mount) => {
        const used = Number(size - free)
        return [
          { name: 'size_bytes', value: Number(size), labels: { mount } },
          { name: 'available_bytes', value: Number(available), labels: { mount } },
          { name: 'used_bytes', value: used, labels: { mount } },
          { name: 'used_share', value: share(used, used + Number(available)), labels: { mount } },
        ]
      }),
  },
  {
    name: 'inode_usage',
    summary: 'Used share of the file entries (inodes) of each disk: a disk without any takes no new files, however much space is left',
    how: 'process',
    params: {},
    see: () =>
      eachMount(systems, ({ files, freeFiles }, mount) =>
        files === 0n
          ? []
          : [
              { name: 'inodes', value: Number(files), labels: { mount } },
              { name: 'free_inodes', value: Number(freeFiles), labels: { mount } },
              { name: 'used_share', value: share(Number(files - freeFiles), Number(files)), labels: { mount } },
            ],
      ),
  },
]

const eachMount = async (systems: Systems, tell: (space: Space, mount: string) => SeenFact[]): Promise<Seen> => {
  const mounts = await mountsOf(systems)
  const spaces = await Promise.all(mounts.map(async (mount) => ({ mount, space: await spaceOf(mount) })))
  const lost = spaces.filter(({ space }) => space === null).length
  if (mounts.length > 0 && lost === mounts.length) throw new Unseen('No disk could be looked at.')
  return {
    facts: spaces.flatMap(({ mount, space }) => (space ? tell(space, mount) : [])),
    problem: lost > 0 ? `${lost} of ${mounts.length} disks could not be looked at, or did not answer.` : null,
  }
}

const diskTypes = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'zfs', 'f2fs', 'vfat', 'exfat', 'ntfs3', 'overlay', 'bcachefs', 'jfs', 'reiserfs'])

/** One of each file system, where the operator has not named any. */
const mountsOf = async ({ mounts }: Systems): Promise<readonly string[]> => {
  if (mounts.length > 0) return mounts
  const byDevice = new Map<string, string>()
  for (const line of (await readProc('/proc/self/mountinfo')).split('\n')) {
    const match = /^\d+ \d+ (\S+) \S+ (\S+) .* - (\S+) /.exec(line)
    if (!match || !diskTypes.has(match[3]!)) continue
    const [, device, path] = match as unknown as [string, string, string]
    const mount = unescaped(path)
    const known = byDevice.get(device)
    if (known === undefined || mount.length < known.length) byDevice.set(device, mount)
  }
  return [...byDevice.values()].sort()
}

/** mountinfo writes blanks as `\040`. */
const unescaped = (path: string): string => path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

// A dead network share lets statfs hang for ever, and each hanging one holds one of few threads: it is asked once, and not again before it answers.
const underWay = new Map<string, Promise<Space | null>>()
const patienceMs = 2000

/** Null where it is not there or does not answer. Looks at space and at inodes come together: they share one answer. */
const spaceOf = async (mount: string): Promise<Space | null> => {
  const asked = underWay.get(mount) ?? askSpace(mount)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), patienceMs)))
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

const askSpace = (mount: string): Promise<Space | null> => {
  const asked = statfs(mount, { bigint: true }).then(
    (it) => ({
      size: it.blocks * it.bsize,
      free: it.bfree * it.bsize,
      available: it.bavail * it.bsize,
      files: it.files,
      freeFiles: it.ffree,
    }),
    () => null,
  )
  underWay.set(mount, asked)
  void asked.finally(() => underWay.delete(mount))
  return asked
}
