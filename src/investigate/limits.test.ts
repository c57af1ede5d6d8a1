/** What is not looked at is not well. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Systems } from '../domain/systems.ts'
import { worldOf, type Sight } from './world-for-tests.ts'

const names = ['web', 'mail', 'stock']
const systems: Partial<Systems> = { processes: names.map((name) => ({ name, executable: name, service: name })) }
const process = (name: string): Sight => ({
  capability: 'process_state',
  params: { process: name },
  facts: [{ name: 'is_running', value: true, labels: { process: name } }],
})
const disk: Sight = { capability: 'disk_usage', facts: [{ name: 'used_share', value: 0.4, labels: { mount: '/' } }] }
const all = [disk, { capability: 'uptime' }, ...names.map(process)]

test('a limit that leaves out what the file names is unclear, says what was not looked at, and is less sure', async () => {
  const { diagnosis } = (await worldOf(all, systems).ask('Is everything all right?', { steps: 2 })).investigation
  assert.deepEqual([diagnosis!.verdict, diagnosis!.cause], ['unclear', null])
  assert.match(diagnosis!.summary, /Not looked at: process_state stock\./)
  const whole = (await worldOf(all, systems).ask('Is everything all right?')).investigation.diagnosis!
  assert.equal(whole.verdict, 'nothing_wrong')
  assert.ok(diagnosis!.confidence < whole.confidence)
})

test('what the file names is looked at before the machine; with all of that seen, nothing is wrong', async () => {
  const world = worldOf(all, systems)
  const { diagnosis } = (await world.ask('Is everything all right?', { steps: names.length })).investigation
  assert.ok(world.looks.every((look) => look.startsWith('process_state')))
  assert.equal(diagnosis!.verdict, 'nothing_wrong')
  assert.ok(diagnosis!.confidence < 0.9)
})

test('where neither file nor question names anything, the machine is meant', async () => {
  const { diagnosis } = (await worldOf([disk, { capability: 'uptime' }]).ask('Is everything all right?', { steps: 1 })).investigation
  assert.equal(diagnosis!.verdict, 'unclear')
})

test('a thing of the file that no look could see is unclear', async () => {
  const blind: Sight = { capability: 'process_state', params: { process: 'stock' }, problem: 'It could not be read.' }
  const { diagnosis } = (await worldOf([disk, process('web'), process('mail'), blind], systems).ask()).investigation
  assert.equal(diagnosis!.verdict, 'unclear')
  assert.match(diagnosis!.summary, /process_state stock/)
})

test('a look that the time cut off is not well', async () => {
  const slow: Sight = { capability: 'process_state', params: { process: 'stock' }, hangs: true }
  const { diagnosis } = (await worldOf([disk, process('web'), process('mail'), slow], systems).ask('All well?', { seconds: 0.2 })).investigation
  assert.equal(diagnosis!.verdict, 'unclear')
})

test('more names than one kind of look takes at first come last, and are not left out', async () => {
  const many = Array.from({ length: 20 }, (_, index) => `p${index}`)
  const world = worldOf(many.map(process), { processes: many.map((name) => ({ name, executable: name, service: name })) })
  await world.ask('All well?', { steps: 60 })
  assert.equal(new Set(world.looks).size, 20)
})
