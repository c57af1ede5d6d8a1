import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from './canonical-json.ts'

test('the examples of RFC 8785 come out as the RFC prints them', () => {
  // Section 3.2.2, and the sorting example of 3.2.3.
  const example = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  assert.equal(
    canonicalJson(example),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const names = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew', '1': 'One', '\ud83d\ude00': 'Emoji', '\u0080': 'Control', ö: 'Latin' }
  const written = [...canonicalJson(names).matchAll(/:"([^"]+)"/g)].map(([, value]) => value)
  assert.deepEqual(written, ['Carriage Return', 'One', 'Control', 'Latin', 'Euro Sign', 'Emoji', 'Hebrew'])
})

test('the order in which fields were written changes nothing, and every JSON value comes back as it was', () => {
  const turned = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(turned)
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, it]) => [name, turned(it)]),
    )
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(canonicalJson(turned(value)), canonicalJson(value))
      assert.equal(canonicalJson(JSON.parse(canonicalJson(value))), canonicalJson(value))
    }),
  )
})

test('what JSON cannot say is refused rather than hashed as something else', () => {
  for (const value of [Number.NaN, Infinity, () => 1, 1n]) assert.throws(() => canonicalJson({ value }), TypeError)
  assert.equal(canonicalJson({ left: undefined, at: new Date(0) }), '{"at":"1970-01-01T00:00:00.000Z"}')
})
