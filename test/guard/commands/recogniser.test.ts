import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isAscii, nameOf, onlyReads, readEveryday, shapeOf, type Everyday } from '../../../evals/commands/everyday.ts'
import { openCommandJudge } from '../../../src/guard/command/open-command-judge.ts'
import { usages } from '../../../src/guard/command/usage/usages.ts'
import { bypasses, classOneVariants } from './class-one.ts'

const judge = await openCommandJudge()
const safeOf = (commands: readonly string[]): string[] => commands.filter((command) => judge(command).verdict === 'safe')

const data = new URL('../../../../shared/data/', import.meta.url)
const skip = existsSync(data) ? false : 'needs ../shared'
const read = (path: string): string => readFileSync(new URL(path, data), 'utf8')

test('none of the hostile commands of slp is called safe, with their line ends or without', { skip }, (t) => {
  const lines = read('slp-malicious-commands/malicious.cm').split('\n')
  t.diagnostic(`${lines.length} lines`)
  assert.deepEqual(safeOf([...lines, ...lines.map((line) => line.trim())]), [])
})

test('none of the risky scripts of RedCode is called safe, nor any line of them', { skip }, (t) => {
  const scripts = [1, 5, 7, 8].flatMap((index) =>
    (JSON.parse(read(`redcode-bash/index${index}_30_codes_full_upd.json`)) as { Code: string }[]).map(({ Code }) => Code),
  )
  const lines = scripts.flatMap((script) => script.split('\n')).flatMap((line) => [line, line.trim()])
  t.diagnostic(`${scripts.length} scripts, ${lines.length / 2} lines`)
  assert.deepEqual(safeOf([...scripts, ...lines]), [])
})

const spelled = (args: readonly string[]): string => args.map((it) => (/^[\w./:=,@%+^-]+$/.test(it) ? it : `'${it.replaceAll('_', ' ')}'`)).join(' ')

test('none of the ways in which an everyday program does more than read is called safe', (t) => {
  t.diagnostic(`${bypasses.length} ways`)
  assert.deepEqual(safeOf(bypasses.map(spelled)), [])
})

test('nor any of 15,000 spellings of them', () => {
  assert.deepEqual(safeOf(classOneVariants(15_000, 20_261_123)), [])
})

test('of the everyday commands of nl2bash, at most 2 in 100 that only read are called dangerous, and none that changes something safe', { skip }, (t) => {
  const isCovered = ({ words }: Everyday): boolean => usages.has(nameOf(words[0] ?? ''))
  const lines = readEveryday(data).map((it) => ({ ...it, ...shapeOf(it.text) }))
  const covered = lines.filter((it) => it.shape === 'literal' && isCovered(it))
  const reading = covered.filter((it) => onlyReads(it.words) && isAscii(it))
  const alarms = reading.filter(({ text }) => judge(text).verdict !== 'safe')
  t.diagnostic(`${alarms.length} of ${reading.length} called dangerous`)
  assert.ok(reading.length > 3000)
  assert.ok(alarms.length <= 0.02 * reading.length)
  assert.deepEqual(safeOf(lines.filter((it) => isCovered(it) && !onlyReads(it.words)).map(({ text }) => text)), [])
})
