import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isNestedDeeper } from './json-depth.ts'

test('levels are counted outside of strings, and given back where they end', () => {
  const cases: [json: string, most: number, isDeeper: boolean][] = [
    ['{"a":[1]}', 2, false],
    ['{"a":[1]}', 1, true],
    ['[[],[],{},[]]', 2, false],
    ['["[[[[", "\\"[[[[", "\\\\"]', 1, false],
    ['["\\\\",[[]]]', 2, true],
    ['"[[[', 0, false],
    ['['.repeat(100_000), 100, true],
  ]
  for (const [json, most, isDeeper] of cases) assert.equal(isNestedDeeper(json, most), isDeeper, json.slice(0, 40))
})
