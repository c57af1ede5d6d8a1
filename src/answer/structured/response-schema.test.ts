import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonSchema } from '../../domain/model.ts'
import { readJson } from '../../base/read-json.ts'
import { readResponseSchema } from './response-schema.ts'

const nested = (depth: number): JsonSchema => (depth === 0 ? { type: 'object' } : { type: 'object', properties: { a: nested(depth - 1) } })
const doubling = (depth: number): JsonSchema => {
  const level = (at: number): [string, JsonSchema] => [
    `d${at}`,
    { type: 'object', ...(at < depth && { properties: { a: { $ref: `#/$defs/d${at + 1}` }, b: { $ref: `#/$defs/d${at + 1}` } } }) },
  ]
  return { type: 'object', $defs: Object.fromEntries(Array.from({ length: depth + 1 }, (_, at) => level(at))), $ref: '#/$defs/d0' }
}

const refused: readonly [string, JsonSchema, RegExp][] = [
  ['a schema of a text', { type: 'string' }, /must describe an object/],
  ['a type that is none', { type: 'object', properties: { a: { type: 'text' } } }, /no valid JSON Schema/],
  ['a schema elsewhere', { type: 'object', properties: { a: { $ref: 'https://evil.example/schema.json' } } }, /elsewhere/],
  ['a file', { type: 'object', properties: { a: { $ref: 'file:///etc/passwd' } } }, /elsewhere/],
  ['a broken pattern', { type: 'object', properties: { a: { pattern: '(' } } }, /no valid JSON Schema/],
  ['a long pattern', { type: 'object', properties: { a: { pattern: 'a'.repeat(501) } } }, /pattern of more than 500/],
  ['a deep schema', nested(30), /nested deeper/],
  ['a very deep schema', nested(3000), /nested deeper/],
  ['a large schema', { type: 'object', description: 'x'.repeat(33_000) }, /larger than 32 KB/],
  ['a wide schema', { type: 'object', properties: Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [at, {}])) }, /more than 2000 parts/],
  ['an asynchronous schema', { $async: true, type: 'object' }, /asynchronous/],
  ['a strange dialect', { $schema: 'https://evil.example/dialect', type: 'object' }, /dialect/],
]
for (const [name, schema, sentence] of refused) {
  test(`${name} is refused with a sentence`, async () => {
    await assert.rejects(readResponseSchema(schema), (error: Error & { code?: string }) => error.code === 'invalid' && sentence.test(error.message))
  })
}

test('a pattern that runs away is stopped, and said to be the reason', async () => {
  const shape = await readResponseSchema({ type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } })
  assert.throws(() => shape.faultsOf({ a: `${'a'.repeat(60)}!` }), /takes too long to match/)
  assert.deepEqual(shape.faultsOf({ a: 'aaa' }), [], 'the next check works')
})

test('references that double with each level compile', async () => {
  const shape = await readResponseSchema(doubling(22))
  assert.deepEqual(shape.faultsOf({}), [])
})

for (const $schema of ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema', undefined]) {
  test(`faults are told in words, dialect ${$schema ?? 'unsaid'}`, async () => {
    const shape = await readResponseSchema({
      ...($schema && { $schema }),
      type: 'object',
      properties: { when: { type: 'string', format: 'date' }, level: { enum: ['low', 'high'] }, count: { type: 'integer', minimum: 1 } },
      required: ['when'],
      additionalProperties: false,
    })
    assert.deepEqual(shape.faultsOf({ when: '2024-03-05' }), [])
    assert.match(shape.faultsOf({}).join(), /required property 'when'/)
    assert.match(shape.faultsOf({ when: 'yesterday' }).join(), /\/when must match format "date"/)
    assert.match(shape.faultsOf({ when: '2024-03-05', level: 'mid', count: 0, more: 1 }).join(), /"low","high".*must be >= 1|"more"/)
    assert.deepEqual([...shape.listed], ['low', 'high'])
  })
}

test('items as a list are read as draft 7 means them', async () => {
  const shape = await readResponseSchema({ type: 'object', properties: { pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }] } } })
  assert.deepEqual(shape.faultsOf({ pair: ['a', 1] }), [])
  assert.equal(shape.faultsOf({ pair: ['a', 'b'] }).length, 1)
})

for (const [text, value] of [
  ['{"a":1}', { a: 1 }],
  ['Here it is:\n```json\n{"a":1}\n```\nDone.', { a: 1 }],
  ['Sure! {"a":{"b":[1]}} I hope this helps.', { a: { b: [1] } }],
] as const) {
  test(`an object is read from ${JSON.stringify(text)}`, () => assert.deepEqual(readJson(text), { value, fault: null }))
}

for (const [text, fault] of [
  ['The limit is 20 MB.', /no JSON/],
  ['{"a":1', /not valid JSON/],
  ['', /no JSON/],
  ['{"a":1e999}', /too large/],
  [`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, /deeper than/],
  [`{"a":[${'1,'.repeat(2000)}1]}`, /more than 1000/],
] as const) {
  test(`${JSON.stringify(text.slice(0, 30))} is told to be wrong`, () => assert.match(readJson(text).fault ?? '', fault))
}
