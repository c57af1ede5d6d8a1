import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findControlGroups } from './control-group.ts'
import type { FenceTools } from './bubblewrap.ts'
import type { OpenedFence } from './fence.ts'
import { pinProgram } from './pin-program.ts'
import { holeIn } from './prove-fence.ts'
import { fencing } from './run-fenced.ts'
import { machine } from './seccomp.ts'

const packages: Readonly<Record<keyof FenceTools, string>> = { bwrap: 'bubblewrap', prlimit: 'util-linux', setpriv: 'util-linux' }

/** Looks once for what a fence is made of and proves by trying that it holds. Never fails: without a fence nothing is run, and `why` says what to do. */
export const openFence = async (): Promise<OpenedFence> => {
  const on = process.platform === 'linux' ? machine() : null
  if (on === null) return without('Programs are fenced by the kernel of Linux on x86-64 and ARM64; this is another system.')
  const isRoot = process.getuid?.() === 0
  const names: (keyof FenceTools)[] = ['bwrap', 'prlimit', ...(isRoot ? (['setpriv'] as const) : [])]
  const found = Object.fromEntries(names.map((name) => [name, locate(name)]))
  const missing = names.find((name) => found[name] === null)
  if (missing) return without(`"${missing}" is not installed: apt install ${packages[missing]}.`)
  try {
    for (const name of names) await pinProgram(found[name]!)
    const tools: FenceTools = { bwrap: found['bwrap']!, prlimit: found['prlimit']!, setpriv: found['setpriv'] ?? '' }
    const openGroup = await findControlGroups()
    const fence = fencing({ tools, machine: on, isRoot, openGroup })
    // As root without cgroups only looks are fenced, as nobody.
    const hole = await holeIn(fence, isRoot && openGroup === null ? 'nobody' : 'self')
    return hole === null ? { fence, why: null } : without(`The fence was tried and does not hold: ${hole}.`)
  } catch (error) {
    return without(`The fence cannot be set up here: ${(error as Error).message}`)
  }
}

const without = (why: string): OpenedFence => ({ fence: null, why })

const locate = (name: string): string | null => ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].map((folder) => join(folder, name)).find(existsSync) ?? null
