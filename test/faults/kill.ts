/** kill -9 while documents are being written, at random moments, starting included: what was acknowledged is there, whole, after each. `node kill.ts 60` */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { asScript, startProgram, untilWrites } from './process.ts'
import { readLog } from './workload.ts'

export const killRepeatedly = async (count: number): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-kill-'))
  const [data, log] = [join(dir, 'data'), join(dir, 'log')]
  writeFileSync(log, '')
  let whileStarting = 0
  for (let kill = 0; kill < count; kill++) {
    const writer = startProgram('writer.ts', [data, log])
    // One in five dies while it opens, recovers or compares; the others at some moment of their first dozen writes.
    if (kill % 5 === 4) await delay(Math.random() * 1500)
    else {
      await writer.says('ready')
      await untilWrites(log, Math.random() * 12)
      await delay(Math.random() * 30)
    }
    if (writer.child.exitCode !== null) throw new Error(`The writer ended by itself:\n${(await writer.ended).output}`)
    writer.child.kill('SIGKILL')
    const { code, output } = await writer.ended
    if (code !== null) throw new Error(`The writer ended by itself:\n${output}`)
    if (!output.includes('ready')) whileStarting++
  }
  const { code, output } = await startProgram('writer.ts', [data, log, 'once']).ended
  if (code !== 0) throw new Error(output)
  const steps = readLog(readFileSync(log, 'utf8')).next
  rmSync(dir, { recursive: true })
  return `${count} kills (${whileStarting} while starting), ${steps} acknowledged writes: none lost, none half there`
}

await asScript(import.meta.url, killRepeatedly, 60)
