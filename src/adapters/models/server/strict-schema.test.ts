import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strictSchema } from './strict-schema.ts'

const text = { type: 'string' }

test('objects that require all of their properties are closed, at any depth, and are strict', () => {
  const inner = { type: 'object', properties: { b: text }, required: ['b'] }
  const schema = { type: 'object', properties: { a: { type: 'array', items: inner }, c: { anyOf: [inner, { type: 'null' }] } }, required: ['a', 'c'] }
  const closed = { ...inner, additionalProperties: false }
  assert.deepEqual(strictSchema(schema), {
    strict: true,
    schema: { ...schema, properties: { a: { type: 'array', items: closed }, c: { anyOf: [closed, { type: 'null' }] } }, additionalProperties: false },
  })
})

const loose: readonly [string, Record<string, unknown>][] = [
  ['optional properties', { type: 'object', properties: { a: text }, required: [] }],
  ['open maps', { type: 'object', additionalProperties: text }],
  ['objects of any kind', { type: 'object' }],
  ['optional properties deep inside', { type: 'object', properties: { a: { type: ['object', 'null'], properties: { b: text } } }, required: ['a'] }],
]
for (const [name, schema] of loose) {
  test(`a schema with ${name} is sent as it is, and not as strict`, () => assert.deepEqual(strictSchema(schema), { strict: false, schema }))
}

test('examples and defaults that look like schemas are left alone', () => {
  const example = { type: 'object', properties: { x: 1 } }
  const schema = { type: 'object', properties: { a: { ...text, default: example, enum: [example] } }, required: ['a'], additionalProperties: false }
  assert.deepEqual(strictSchema(schema), { strict: true, schema })
})

test('a property that is called like a keyword is a property', () => {
  const schema = { type: 'object', properties: { default: { type: 'object', properties: { a: text }, required: ['a'] } }, required: ['default'] }
  assert.deepEqual((strictSchema(schema).schema.properties as Record<string, unknown>).default, {
    type: 'object',
    properties: { a: text },
    required: ['a'],
    additionalProperties: false,
  })
})
