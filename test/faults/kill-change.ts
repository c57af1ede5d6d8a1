/** kill -9 while a collection changes its embedding model, at random moments: what is searched is whole and of one model after each, and the change goes on. `node kill-change.ts 60` */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { asScript, startProgram, untilWrites } from './process.ts'

export const killChangesRepeatedly = async (count: number): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-kill-change-'))
  const [data, log] = [join(dir, 'data'), join(dir, 'log')]
  writeFileSync(log, '')
  let midway = 0
  for (let kill = 0; kill < count; kill++) {
    const changer = startProgram('changer.ts', [data, log])
    const ready = await changer.says('ready')
    if (/short.*long|long.*short.*\d+ short/.test(ready)) midway++
    await untilWrites(log, Math.random() * 10)
    await delay(Math.random() * 50)
    if (changer.child.exitCode !== null) throw new Error(`The changer ended by itself:\n${(await changer.ended).output}`)
    changer.child.kill('SIGKILL')
    const { code, output } = await changer.ended
    if (code !== null) throw new Error(`The changer ended by itself:\n${output}`)
  }
  const { code, output } = await startProgram('changer.ts', [data, log, 'once']).ended
  if (code !== 0) throw new Error(output)
  const changes = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('changed')).length
  rmSync(dir, { recursive: true })
  return `${count} kills (${midway} found two models side by side), ${changes} changes made: every vector that is searched there, and of one model`
}

await asScript(import.meta.url, killChangesRepeatedly, 60)
