import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ActionDefinition } from '../domain/action.ts'
import { checkParameters } from './check-parameters.ts'
import { fillArgv } from './fill-argv.ts'

test('each argument is filled by itself: one stays one, whatever the value holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      if (value.includes('\0') || value.startsWith('-')) return
      assert.deepEqual(fillArgv(['/bin/x', '{name}', '--of={name}', 'a {name} b'], { name: value }), ['/bin/x', value, `--of=${value}`, `a ${value} b`])
    }),
  )
  assert.deepEqual(fillArgv(['/bin/{name}', '{name}'], { name: '{name} $(x) $& $1' }), ['/bin/{name}', '{name} $(x) $& $1'])
})

test('a value never makes an option, and never ends an argument', () => {
  assert.throws(() => fillArgv(['/bin/x', '{name}'], { name: '-rf' }), { code: 'invalid' })
  assert.throws(() => fillArgv(['/bin/x', '{name}'], { name: 'a\0b' }), { code: 'invalid' })
  assert.throws(() => fillArgv(['/bin/x', '{other}'], { name: 'a' }), { code: 'invalid' })
  assert.throws(() => fillArgv(['/bin/x', '{constructor}'], {}), { code: 'invalid' })
  assert.deepEqual(fillArgv(['/bin/x', '-{name}'], { name: '-5' }), ['/bin/x', '--5'])
})

const definition = {
  name: 'scale',
  parameters: [
    { name: 'service', kind: 'inventory', values: ['web', 'api'], description: '' },
    { name: 'replicas', kind: 'integer', min: -2, max: 8, description: '' },
  ],
} as unknown as ActionDefinition

test('parameters are closed: another spelling, type, name or size is refused, and every fault is told', () => {
  assert.deepEqual(checkParameters(definition, { replicas: 3, service: 'web' }), { service: 'web', replicas: '3' })
  const wrong: Record<string, unknown>[] = [
    {},
    { service: 'web' },
    { service: 'WEB', replicas: 3 },
    { service: 'web ', replicas: 3 },
    { service: ['web'], replicas: 3 },
    { service: 'web', replicas: '03' },
    { service: 'web', replicas: '+3' },
    { service: 'web', replicas: '3.0' },
    { service: 'web', replicas: '3e0' },
    { service: 'web', replicas: ' 3' },
    { service: 'web', replicas: 9 },
    { service: 'web', replicas: -3 },
    { service: 'web', replicas: '-0' },
    { service: 'web', replicas: Number.NaN },
    { service: 'web', replicas: 3, force: 'true' },
    { service: 'toString', replicas: 3 },
    JSON.parse('{"service":"web","replicas":3,"__proto__":{"x":1}}') as Record<string, unknown>,
    Object.create({ service: 'web', replicas: 3 }) as Record<string, unknown>,
  ]
  for (const given of wrong) assert.throws(() => checkParameters(definition, given), { code: 'invalid' }, JSON.stringify(given))
  assert.throws(() => checkParameters(definition, { service: 'x' }), /"service" must be web or api\. "replicas" is missing: a whole number from -2 to 8\./)
})
