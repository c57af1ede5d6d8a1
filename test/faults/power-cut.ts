/**
 * Power cuts: the data folder lies on an ext4 image that is mounted through a loop device. A copy of the image holds what the file system had
 * flushed and nothing else, as the disk would after a cut. What was acknowledged before the copy is there, whole. Needs root. `node power-cut.ts 20`
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { asScript, startProgram, untilWrites } from './process.ts'
import { readLog } from './workload.ts'

/** Too small for the ballast, which would only make the copies slower. */
const imageMib = 190

export const cutRepeatedly = async (count: number): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-cut-'))
  const [image, copy, mount, log] = ['image', 'copy', 'mount', 'log'].map((name) => join(dir, name)) as [string, string, string, string]
  mkdirSync(mount)
  writeFileSync(log, '')
  run('truncate', '-s', `${imageMib}M`, image)
  run('mkfs.ext4', '-q', '-F', image)
  try {
    for (let cut = 0; cut < count; cut++) {
      await cutOnce({ image, copy, mount, log })
      copyFileSync(copy, image)
    }
    run('mount', '-o', 'loop', image, mount)
    const { code, output } = await startProgram('writer.ts', [join(mount, 'data'), log, 'once']).ended
    if (code !== 0) throw new Error(output)
  } finally {
    spawnSync('umount', [mount])
    rmSync(dir, { recursive: true, force: true })
  }
  return `${count} power cuts, ${lastSteps} acknowledged writes: none lost, none half there`
}

let lastSteps = 0

/** The disk after the cut is in `copy`, and the log as it stood just before. */
const cutOnce = async ({ image, copy, mount, log }: { image: string; copy: string; mount: string; log: string }): Promise<void> => {
  run('mount', '-o', 'loop', image, mount)
  const writer = startProgram('writer.ts', [join(mount, 'data'), log])
  try {
    await writer.says('ready')
    await untilWrites(log, Math.random() * 20)
    await delay(Math.random() * 30)
    // Stopped, so that the copy is of one moment as far as the program goes; the kernel may flush on, as a disk's cache would.
    writer.child.kill('SIGSTOP')
    const promised = readFileSync(log, 'utf8')
    run('cp', '--sparse=always', image, copy)
    writeFileSync(log, promised)
    lastSteps = readLog(promised).next
  } finally {
    writer.child.kill('SIGKILL')
    await writer.ended
    run('umount', mount)
  }
}

const run = (command: string, ...parameters: string[]): void => {
  const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')}: ${stderr}`)
}

/** Why it cannot run here, or false. */
export const cutsMissing = (): string | false => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'power cuts need root on Linux, for a loop mount'
  const missing = ['mkfs.ext4', 'mount', 'losetup'].find((command) => spawnSync('which', [command]).status !== 0)
  if (missing) return `power cuts need ${missing}`
  return spawnSync('losetup', ['-f']).status === 0 ? false : 'power cuts need a free loop device'
}

await asScript(import.meta.url, cutRepeatedly, 20)
