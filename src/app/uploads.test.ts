import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uploadKind } from './uploads.ts'

test('only a process with the same folder of uploads takes an upload', () => {
  assert.equal(uploadKind('/data/one/uploads'), uploadKind('/data/one/uploads'))
  assert.notEqual(uploadKind('/data/one/uploads'), uploadKind('/data/two/uploads'))
  assert.match(uploadKind('/data/one/uploads'), /^upload:[0-9a-f]{12}$/)
})
