/** Two programs open one data folder at the same moment: one wins, the other is told pid and address, and a killed winner's lock is free at once. `node race.ts 100` */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeLock } from '../../src/adapters/postgres/folder-lock.ts'
import { asScript, startProgram } from './process.ts'

export const raceRepeatedly = async (count: number): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-race-'))
  let slowestMs = 0
  for (let race = 0; race < count; race++) slowestMs = Math.max(slowestMs, await raceOnce(join(dir, race % 2 ? 'same' : `fresh-${race}`)))
  rmSync(dir, { recursive: true })
  return `${count} races: one winner each, the other told whose it is; lock free at most ${slowestMs.toFixed(0)} ms after kill -9`
}

const raceOnce = async (data: string): Promise<number> => {
  const urls = ['http://127.0.0.1:3001', 'http://127.0.0.1:3002']
  const openers = urls.map((url) => startProgram('opener.ts', [data, url]))
  await Promise.all(openers.map((opener) => opener.says('waiting')))
  for (const opener of openers) opener.child.stdin!.write('go\n')
  const first = await Promise.any(openers.map((opener, index) => opener.says('won').then(() => index)))
  const winner = openers[first]!
  const loser = await openers[1 - first]!.ended
  assert.equal(loser.code, 1, loser.output)
  assert.match(loser.output, new RegExp(`process ${winner.pid} at ${urls[first]}`))
  assert.equal(winner.child.exitCode, null)

  winner.child.kill('SIGKILL')
  await winner.ended
  const killedMs = performance.now()
  const lock = await takeLock(join(data, 'lock.db'))
  assert.ok(lock, 'the lock of a killed process is still held')
  const freeMs = performance.now() - killedMs
  lock.release()
  return freeMs
}

await asScript(import.meta.url, raceRepeatedly, 100)
