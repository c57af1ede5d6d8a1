import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSystems } from '../../adapters/systems/read-systems.ts'
import { openWatchedSystems } from './open-watched-systems.ts'
import { looksFaults } from './looks-faults.ts'

const { capabilities } = await openWatchedSystems({ systems: undefined }, null, '/')
const watch = (look: string): string => `watches:\n  - { name: w, ${look}, fact: f, service: s, rule: { kind: absent } }`
const check = (look: string): string => `actions:\n  - { name: a, description: d, argv: [/bin/x], check: { ${look}, fact: f, expect: { equals: true } } }`

test('what asks to look in a way that there is none of is told', () => {
  const cases: [string, RegExp][] = [
    [watch('capability: disk_usag'), /^The watch "w" looks with "disk_usag", which is no capability\. Did you mean "disk_usage"\?$/],
    [check('capability: disk_usag'), /^The check of the action "a" looks with "disk_usag"/],
    [watch('capability: disk_usage'), /^The watch "w" waits for "f", which disk_usage never tells; it tells size_bytes, .*used_share\.$/],
    [watch('capability: disk_usage, params: { mout: / }'), /gives disk_usage "mout", which it does not take/],
  ]
  for (const [text, expected] of cases) assert.match(looksFaults(readSystems(text, 'systems.yaml'), capabilities).faults.join('\n'), expected)
})

test('what is in order is not, and what is missing here alone is a note', () => {
  assert.deepEqual(looksFaults(readSystems(watch('capability: disk_usage').replace('fact: f', 'fact: used_share'), 'systems.yaml'), capabilities), {
    faults: [],
    notes: [],
  })
  const { faults, notes } = looksFaults(readSystems(watch('capability: http_probe, params: { probe: shop }'), 'systems.yaml'), capabilities)
  assert.deepEqual(faults, [])
  assert.match(notes.join(), /^The watch "w" will see nothing here: /)
})
