import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rootPrefixes } from './root-prefixes.ts'

const check = (paths: readonly string[], prefixes: readonly string[]): void => assert.deepEqual([...rootPrefixes(paths).values()], prefixes)

test('a single root needs no prefix', () => check(['/a/docs'], ['']))
test('several roots are told apart by their names', () => check(['/a/docs', '/a/wiki/'], ['docs/', 'wiki/']))
test('roots of one name get their parents too', () => check(['/a/docs', '/b/docs'], ['a/docs/', 'b/docs/']))
test('the same root named twice is one', () => check(['/a/docs', '/a/docs/'], ['', '']))
