import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonSchema } from '../../../domain/model.ts'
import { toGrammarSchema } from './grammar-schema.ts'

const becomes = (schema: JsonSchema, expected: object): void => assert.deepEqual(toGrammarSchema(schema), expected)
const refused = (schema: JsonSchema, message: RegExp): void => assert.throws(() => toGrammarSchema(schema), { code: 'invalid', message })

test('objects are closed, and every property is written', () => {
  becomes(
    { type: 'object', properties: { name: { type: 'string', maxLength: 40, pattern: '^A' }, age: { type: 'integer', minimum: 0 } }, required: ['name', 'id'] },
    {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength: 40 },
        id: { oneOf: [{ type: ['string', 'number', 'boolean', 'null'] }, { type: 'array' }, { type: 'object', additionalProperties: true }] },
        age: { type: 'integer' },
      },
    },
  )
})

test('a type that is not named follows from the words beside it', () => {
  becomes({ properties: { a: { minLength: 2 } } }, { type: 'object', properties: { a: { type: 'string', minLength: 2 } } })
  becomes({ items: { maximum: 3 } }, { type: 'array', items: { type: 'number' } })
})

test('several types, anyOf and oneOf are alternatives, each with what stands beside them', () => {
  becomes({ type: ['integer', 'null'] }, { oneOf: [{ type: 'integer' }, { type: 'null' }] })
  becomes(
    { type: 'object', properties: { kind: { type: 'string' } }, anyOf: [{ properties: { kind: { const: 'a' } } }, { properties: { b: { type: 'null' } } }] },
    {
      oneOf: [
        { type: 'object', properties: { kind: { enum: ['a'] } } },
        { type: 'object', properties: { kind: { type: 'string' }, b: { type: 'null' } } },
      ],
    },
  )
})

test('allOf is what all of them say', () => {
  becomes(
    { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { $ref: '#/$defs/more' }], $defs: { more: { properties: { b: { type: 'null' } } } } },
    { type: 'object', properties: { a: { type: 'string' }, b: { type: 'null' } } },
  )
  refused({ allOf: [{ type: 'string' }, { type: 'number' }] }, /allOf/)
})

test('a small range of whole numbers is a list of them', () => {
  becomes({ type: 'integer', minimum: 1, maximum: 5 }, { enum: [1, 2, 3, 4, 5] })
  becomes({ type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 3 }, { enum: [1, 2] })
  becomes({ type: 'integer', minimum: 0, maximum: 5000 }, { type: 'integer' })
})

test('an enum keeps the values of its type', () => {
  becomes({ type: ['string', 'null'], enum: ['a', 'b', null, 3] }, { enum: ['a', 'b', null] })
  refused({ enum: [{ a: 1 }] }, /enum or const of objects/)
})

test('a schema may contain itself, and what is optional and leads back is left out', () => {
  const node = {
    type: 'object',
    properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } }, next: { $ref: '#/$defs/node' } },
  }
  const name = 'at-23--2f--24-defs-2f-node'
  becomes(
    { $ref: '#/$defs/node', $defs: { node } },
    {
      $ref: `#/$defs/${name}`,
      $defs: {
        [name]: { type: 'object', properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: `#/$defs/${name}` } } } },
      },
    },
  )
})

test('tuples of both drafts and maps are kept', () => {
  const tuple = { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 2 }
  becomes({ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false }, { ...tuple, maxItems: 2 })
  becomes({ type: 'array', items: [{ type: 'string' }, { type: 'number' }], additionalItems: false }, { ...tuple, maxItems: 2 })
  becomes(
    { type: 'object', additionalProperties: { type: 'number' }, maxProperties: 3 },
    { type: 'object', additionalProperties: { type: 'number' }, maxProperties: 3 },
  )
})

test('what no grammar can say is refused with its place', () => {
  refused({ type: 'object', properties: { a: { not: {} } } }, /cannot be held to not \(at #\/properties\/a of the schema\)/)
  refused({ type: 'object', patternProperties: { '^a': {} } }, /patternProperties/)
  refused({ $ref: 'https://example.com/schema' }, /\$ref "https:/)
  refused({ $ref: '#/$defs/nowhere' }, /\$ref "#\/\$defs\/nowhere"/)
  refused({ type: 'string', minLength: 1e9 }, /minLength 1000000000/)
  refused({ type: 'array', items: false, prefixItems: Array.from({ length: 2000 }, () => ({ type: 'null' })) }, /more than 1000 parts/)
})
