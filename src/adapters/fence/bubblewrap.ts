/** The command line of bubblewrap for a spec: nothing is there but what is bound. */
import { lstat, readlink, realpath } from 'node:fs/promises'
import { AppError } from '../../base/error.ts'
import type { FenceLimits, FenceSpec } from './fence.ts'

/** Ends of pipes and files by number, as bubblewrap is started with them. */
export const fds = { seccomp: 3, info: 4, go: 5 } as const

export interface FenceTools {
  readonly bwrap: string
  readonly prlimit: string
  /** Only asked for where this program is root. */
  readonly setpriv: string
}

export const bubblewrapCommand = async (spec: FenceSpec, tools: FenceTools, asRoot: boolean): Promise<readonly [string, ...string[]]> => {
  const { program, args, limits } = spec
  await assertPlaces(spec)
  const inner = [tools.prlimit, ...limitFlags(limits), '--', program.path, ...args]
  const bwrap = [tools.bwrap, ...namespaces(spec), ...(await places(spec, tools)), ...environment(spec), '--', ...inner] as [string, ...string[]]
  return asRoot && spec.identity === 'nobody' ? [tools.setpriv, ...asNobody(spec.groups), '--', ...bwrap] : bwrap
}

const nobody = '65534'
const asNobody = (groups: readonly number[]): string[] => [
  '--reuid',
  nobody,
  '--regid',
  nobody,
  ...(groups.length > 0 ? ['--groups', groups.join(',')] : ['--clear-groups']),
  '--inh-caps=-all',
  '--bounding-set=-all',
  '--no-new-privs',
]

const namespaces = ({ network }: FenceSpec): string[] => [
  '--unshare-all',
  '--unshare-user',
  '--disable-userns',
  ...(network === 'host' ? ['--share-net'] : []),
  '--die-with-parent',
  '--new-session',
  '--cap-drop',
  'ALL',
  '--hostname',
  'fence',
  '--seccomp',
  String(fds.seccomp),
  '--info-fd',
  String(fds.info),
  '--block-fd',
  String(fds.go),
]

const scratchBytes = 16 * 1024 * 1024

const places = async (spec: FenceSpec, { prlimit }: FenceTools): Promise<string[]> => {
  const { system, reads, writes, program, network } = spec
  return [
    ...(system === 'programs'
      ? // Read-only: where this program is root, the kernel lets what it starts write /proc/sys, whatever capabilities were dropped.
        ['--ro-bind', '/usr', '/usr', '--proc', '/proc', '--remount-ro', '/proc']
      : (await existing(['/usr/lib', '/usr/lib64', '/usr/lib32'])).flatMap(readOnly)),
    ...(await topLevel(system)),
    ...['/dev/null', '/dev/zero', '/dev/urandom'].flatMap((path) => ['--dev-bind', path, path]),
    ...['/etc/ld.so.cache', '/etc/localtime', ...(network === 'host' ? ['/etc/resolv.conf', '/etc/hosts', '/etc/nsswitch.conf'] : [])].flatMap((path) => [
      '--ro-bind-try',
      path,
      path,
    ]),
    '--size',
    String(scratchBytes),
    '--tmpfs',
    '/tmp',
    ...reads.flatMap(readOnly),
    ...writes.flatMap((path) => ['--bind', path, path]),
    ...(system === 'programs' ? [] : readOnly(prlimit)),
    // Over all else: where it stands, there is the program that was pinned.
    '--ro-bind',
    program.realPath,
    program.path,
    '--remount-ro',
    '/',
    '--chdir',
    '/tmp',
  ]
}

/** `/lib` is a link to `/usr/lib` on most systems, and a folder on some. */
const topLevel = async (system: FenceSpec['system']): Promise<string[]> => {
  const names = ['lib', 'lib64', 'lib32', ...(system === 'programs' ? ['bin', 'sbin'] : [])]
  const flags = await Promise.all(
    names.map(async (name) => {
      const found = await lstat(`/${name}`).catch(() => null)
      if (!found) return []
      return found.isSymbolicLink() ? ['--symlink', await readlink(`/${name}`), `/${name}`] : readOnly(`/${name}`)
    }),
  )
  return flags.flat()
}

const environment = (spec: FenceSpec): string[] => {
  const zone = process.env['TZ']
  const all = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...(zone && /^[\w/+:-]{1,64}$/.test(zone) && { TZ: zone }), ...spec.environment }
  return ['--clearenv', ...Object.entries(all).flatMap(([name, value]) => ['--setenv', name, value])]
}

const limitFlags = (limits: FenceLimits): string[] => [
  `--as=${limits.addressBytes}`,
  `--nproc=${limits.processes}`,
  `--nofile=${limits.openFiles}`,
  `--fsize=${limits.fileBytes}`,
  `--cpu=${limits.cpuSeconds}`,
  '--core=0',
  '--memlock=0',
  '--msgqueue=0',
]

const readOnly = (path: string): string[] => ['--ro-bind', path, path]

const existing = async (paths: readonly string[]): Promise<string[]> => {
  const found = await Promise.all(paths.map(async (path) => ((await lstat(path).catch(() => null))?.isDirectory() ? path : null)))
  return found.filter((it) => it !== null)
}

// Of the kernel, or all at once: who has these has left the fence.
const never = /^\/(?:$|(?:proc|sys|dev)(?:\/|$))/

const assertPlaces = async ({ reads, writes, args, environment: given }: FenceSpec): Promise<void> => {
  for (const path of [...reads, ...writes]) {
    if (never.test(path)) throw new AppError('invalid', `${path} can be given to nothing inside the fence. Name the files or folders that are needed.`)
    const real = await realpath(path).catch((cause: unknown) => {
      throw new AppError('invalid', `${path}, which a fenced program is to have, is not there.`, { cause })
    })
    if (real !== path) throw new AppError('invalid', `${path} is, or lies behind, a link. Name the place itself: ${real}.`)
  }
  if ([...args, ...Object.values(given)].some((it) => it.includes('\0')))
    throw new AppError('invalid', 'An argument of a program may not contain the character U+0000.')
}
