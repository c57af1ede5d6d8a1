import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkParams, inventoryOf, schemaOf, type ParamSpec, type ParamSpecs } from '../../src/adapters/capabilities/params.ts'

const never = new AbortController().signal
const codeOf = (specs: ParamSpecs, given: unknown): Promise<string> =>
  checkParams('look', specs, given, never).then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? 'thrown',
  )

const specs: ParamSpecs = {
  unit: { kind: 'name', names: ['nginx.service', 'web'], about: 'Which' },
  pod: { kind: 'found', names: async () => ['web-1', '-rf', 'a\u202eb', ''], optional: true, about: 'Which' },
  minutes: { kind: 'integer', min: 1, max: 60, fallback: 10, about: 'How far' },
  since: { kind: 'time', optional: true, about: 'From' },
}

test('what stands in the inventory is taken, and what was left out is filled in', async () => {
  assert.deepEqual(await checkParams('look', specs, { unit: 'web', pod: 'web-1', since: '2026-11-23T14:00:00Z' }, never), {
    unit: 'web',
    pod: 'web-1',
    minutes: 10,
    since: '2026-11-23T14:00:00Z',
  })
})

test('all else is refused, always with the same sentence, in which nothing of it is said again', async () => {
  const hostile: unknown[] = [
    null,
    [],
    'web',
    new Map([['unit', 'web']]),
    Object.create({ unit: 'web' }),
    JSON.parse('{"unit":"web","__proto__":{"x":1}}'),
    { unit: 'web', constructor: 1 },
    { unit: 'web', toString: 'x' },
    { unit: 'web', [Symbol('x')]: 1 },
    { unit: ['web'] },
    { unit: { toString: () => 'web' } },
    // oxlint-disable-next-line no-new-wrappers
    { unit: new String('web') },
    { unit: 'web\0' },
    { unit: 'web', since: '2026-02-31T00:00:00Z' },
    { unit: 'web', since: '2026-12-31T24:00:00Z' },
    { unit: 'web', since: '2026-12-31T23:59:60+01:00' },
    { unit: 'wеb' },
    { unit: 'WEB' },
    { unit: 'web ' },
    { unit: '--all' },
    { unit: '*' },
    { unit: '../web' },
    { unit: '$(id)' },
    { unit: 'x'.repeat(1_000_000) },
    { unit: 'web', pod: '-rf' },
    { unit: 'web', pod: 'a\u202eb' },
    { unit: 'web', pod: '' },
    { unit: 'web', minutes: 0 },
    { unit: 'web', minutes: 61 },
    { unit: 'web', minutes: 1.5 },
    { unit: 'web', minutes: NaN },
    { unit: 'web', minutes: '10' },
    { unit: 'web', minutes: 10n },
    { unit: 'web', since: 'yesterday' },
    { unit: 'web', since: '2026-13-45T99:99:99Z' },
    { unit: 'web', since: '2026-11-23' },
    { unit: 'web', command: 'rm -rf /' },
    {},
  ]
  const sentences = new Set<string>()
  for (const given of hostile) {
    await assert.rejects(checkParams('look', specs, given, never), (error: { code: string; message: string }) => {
      assert.equal(error.code, 'invalid')
      sentences.add(error.message)
      return true
    })
  }
  assert.equal(sentences.size, 1)
  assert.doesNotMatch([...sentences][0]!, /rm|proto|id\)|202e/)
})

const names = fc.uniqueArray(fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('-x', '__proto__', 'constructor', 'a\0', 'web', 'wеb')), { maxLength: 5 })
const anySpec: fc.Arbitrary<ParamSpec> = fc.oneof(
  names.map((list): ParamSpec => ({ kind: 'found', names: async () => list, about: '' })),
  fc
    .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(50))
    .map(([min, span]): ParamSpec => ({ kind: 'integer', min, max: min + span, fallback: min, about: '' })),
)
const key = fc.constantFrom('a', 'b', 'unit', '__proto__', 'constructor')
const anyValue = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.integer({ min: -100, max: 100 }),
  fc.constantFrom<unknown>(null, true, 'web', '-x', '__proto__', 'a\0', 1.5, NaN),
)

test('of 10,000 random policies, exactly what the list offers can be called', async () => {
  let taken = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(key, anySpec, { maxKeys: 3, noNullPrototype: true }),
      fc.dictionary(key, anyValue, { maxKeys: 3, noNullPrototype: true }),
      async (policy, given) => {
        const listed = await inventoryOf(policy, never)
        const schema = schemaOf(policy) as { properties: Record<string, { minimum?: number; maximum?: number }>; required: string[] }
        const isListed = (name: string, value: unknown): boolean => {
          if (!Object.hasOwn(policy, name)) return false
          if (Object.hasOwn(listed, name)) return (listed[name] as unknown[]).includes(value)
          const { minimum, maximum } = schema.properties[name]!
          return Number.isInteger(value) && (value as number) >= minimum! && (value as number) <= maximum!
        }
        const fits = Object.keys(given).every((name) => isListed(name, given[name])) && schema.required.every((name) => Object.hasOwn(given, name))
        const code = await codeOf(policy, given)
        if (code === 'ok') taken++
        else refused++
        return code === (fits ? 'ok' : 'invalid')
      },
    ),
    { numRuns: 10_000 },
  )
  assert.ok(taken > 100 && refused > 100, `${taken} taken, ${refused} refused: both ways were tried`)
})
