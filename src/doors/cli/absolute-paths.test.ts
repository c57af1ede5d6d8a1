import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { withAbsolutePaths } from './absolute-paths.ts'
import { findCommand, parseInvocation } from './arguments.ts'

const inputOf = (...words: string[]): Record<string, unknown> => withAbsolutePaths(parseInvocation(findCommand(words)!, words)).input

test('a path is meant from where the command is given, also where a name may stand in its place', () => {
  assert.equal(inputOf('records', 'check', 'shop.yaml')['target'], resolve('shop.yaml'))
  assert.equal(inputOf('records', 'check', '../shop/records')['target'], resolve('../shop/records'))
  assert.equal(inputOf('records', 'check', 'shop')['target'], 'shop')
  assert.equal(inputOf('records', 'connect', 'shop.yaml')['file'], resolve('shop.yaml'))
  assert.equal(inputOf('records', 'policies', 'shop.yaml')['file'], resolve('shop.yaml'))
})
