import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { inputFault } from './input-fault.ts'

const faults: readonly (readonly [z.ZodType, unknown, string])[] = [
  [z.coerce.number(), 'x', 'must be a number'],
  [z.int(), 1.5, 'must be a whole number'],
  [z.number().max(2), 3, 'must be at most 2'],
  [z.int().min(0), -1, 'must be at least 0'],
  [z.int().max(10_000), 20_000, 'must be at most 10,000'],
  [z.string().max(3), 'abcd', 'must have at most 3 characters'],
  [z.array(z.string()).min(1), [], 'must not be empty'],
  [z.string(), 4, 'must be a text'],
  [z.string(), undefined, 'is missing'],
  [z.enum(['memory', 'pgvector']), 'disk', 'must be one of memory, pgvector'],
  [z.stringbool(), 'maybe', 'must be true or false'],
  [z.strictObject({}), { limti: 1 }, 'has no field "limti"'],
  [z.union([z.string(), z.number(), z.null()]), [], 'must be a text or a number or null'],
  [z.string().min(3, 'wants three'), 'a', 'wants three'],
]

for (const [schema, value, sentence] of faults)
  test(`${JSON.stringify(value)} ${sentence}`, () => {
    assert.equal(schema.safeParse(value, { error: inputFault }).error?.issues[0]?.message, sentence)
  })
