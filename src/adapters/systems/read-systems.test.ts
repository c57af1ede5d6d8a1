import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { noSystems } from '../../domain/systems.ts'
import { readSystems } from './read-systems.ts'

const faultsIn = (text: string): string[] => {
  try {
    readSystems(text, 'systems.yaml')
  } catch (error) {
    return (error as Error).message.split('\n')
  }
  return []
}

test('the example that is shipped is in order', () => {
  const systems = readSystems(readFileSync(new URL('../../../deploy/systems.example.yaml', import.meta.url), 'utf8'), 'systems.example.yaml')
  assert.deepEqual(systems.units, ['nginx.service', 'indexer.service'], 'units whose journal is read are units')
  assert.deepEqual(systems.actions[0]!.parameters[0]!.values, systems.units)
  assert.deepEqual(systems.watches[1]!.rule, { kind: 'forecast', reaches: 1, withinSeconds: 14_400 })
  assert.deepEqual(systems.diagnosis, { incidentsFrom: 'critical', limits: { steps: 120, tokens: 60_000, costUsd: 0.5, seconds: 300 } })
})

test('an empty file watches nothing', () => {
  assert.deepEqual(readSystems('', 'systems.yaml'), noSystems)
  assert.deepEqual(readSystems('probes:\nwatches: []\n', 'systems.yaml'), noSystems)
})

test('every fault is told with its line and what to write instead', () => {
  const cases: [string, RegExp][] = [
    ['probs: []', /^systems.yaml:1: The file has no "probs". Did you mean "probes"\?$/],
    ['probes:\n  - { name: a, url: "file:///etc/passwd" }', /^systems.yaml:2: "probes.url" must be an address that begins with http/],
    ['probes:\n  - { name: a, url: "https://u:p@host/" }', /must hold no user or password/],
    ['probes:\n  - { name: a, url: "http://h/" }\n  - { name: a, url: "http://h/" }', /^systems.yaml:3: "probes" has another "a"/],
    ['logs:\n  - { name: a, file: /a, unit: b.service }', /needs "file" or "unit"/],
    ['logs:\n  - { name: a, file: ../a }', /absolute path/],
    ['files:\n  - { name: a, path: /etc/../root/x }', /must not hold "\.\."/],
    ['units: ["--all.service"]', /name of a unit/],
    ['units: ["nginx.service\\n"]', /name of a unit/],
    ['processes:\n  - { name: "а", executable: nginx }', /lower-case letters/],
    ['watches:\n  - { name: a, capability: load, fact: load_1, service: s, rule: { kind: guess } }', /must have a "kind": threshold/],
    ['watches:\n  - { name: a, capability: load, fact: load_1, service: s, every: often, rule: { kind: absent } }', /must be a time, like 30s/],
    ['watches:\n  - { name: a, capability: load, fact: load_1, service: s, rule: { kind: threshold } }', /needs "above"/],
    ['actions:\n  - { name: a, description: d, argv: [rm, x] }', /absolute path without parameters/],
    ['actions:\n  - { name: a, description: d, argv: [/bin/x, "{file}"] }', /^systems.yaml:2: "a" has no parameter "file"/],
    ['actions:\n  - { name: a, description: d, argv: [/bin/x, "{f}"], parameters: [{ name: f, kind: enum, values: ["-rf"] }] }', /begin with "-"/],
    ['actions:\n  - { name: a, description: d, argv: [/bin/x], undo: { action: b } }', /undone by "b", which is no action/],
    ['actions:\n  - { name: a, description: d, argv: [/bin/x], heals: [disk_ful] }', /must be a category.* Did you mean "disk_full"/],
    ['actions:\n  - { name: a, description: d, argv: [/bin/x], access: { writes: [/] } }', /given to no action/],
    ['actions:\n  - { name: a, description: d, argv: [/bin/x], access: { reads: [/proc/1] } }', /given to no action/],
    [
      'actions:\n  - { name: a, description: d, argv: [/bin/x], check: { capability: load, fact: load_1, expect: { equals: 1, above: 1 } } }',
      /one of them is enough/,
    ],
    ['a: &a [1]\nb: [*a', /^systems.yaml:\d+: This is no YAML/],
  ]
  for (const [text, expected] of cases) assert.match(faultsIn(text).join('\n'), expected, text)
})

test('faults in several places are told together', () => {
  assert.equal(faultsIn('units: [x]\nmounts: [y]\nwhat: 1\n').length, 3)
})
