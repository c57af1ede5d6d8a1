import { open, readdir, readFile } from 'node:fs/promises'

const ownFds = 6
const mostFd = 4096
// O_CLOEXEC of x86-64 and ARM64, as /proc/self/fdinfo shows it.
const closedOnExec = 0o2000000

/**
 * Starts a process with /dev/null in place of every open file that this program was itself started with and would hand on: whoever started it
 * may have left open what no fenced program may hold. `start` is given entries for `stdio` from 6 on.
 */
export const withoutInherited = async <Child>(start: (over: readonly ('ignore' | number)[]) => Child): Promise<Child> => {
  const inherited = await inheritedFds()
  if (inherited.length === 0) return start([])
  const nothing = await open('/dev/null', 'r+')
  try {
    const last = Math.max(...inherited)
    return start(Array.from({ length: last - ownFds + 1 }, (_, index) => (inherited.includes(index + ownFds) ? nothing.fd : 'ignore')))
  } finally {
    await nothing.close()
  }
}

const inheritedFds = async (): Promise<number[]> => {
  const fds = (await readdir('/proc/self/fdinfo')).map(Number).filter((fd) => fd >= ownFds && fd <= mostFd)
  const flags = await Promise.all(fds.map(async (fd) => ({ fd, text: await readFile(`/proc/self/fdinfo/${fd}`, 'utf8').catch(() => '') })))
  return flags.flatMap(({ fd, text }) => {
    const set = /^flags:\s*([0-7]+)$/m.exec(text)?.[1]
    return set !== undefined && (Number.parseInt(set, 8) & closedOnExec) === 0 ? [fd] : []
  })
}
