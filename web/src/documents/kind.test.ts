import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindOf } from './kind.ts'

test('a document is called by its language, and code by what it is written in', () => {
  const rows: [string, string, string][] = [
    ['text/markdown', 'de', 'German'],
    ['text/x-rst', 'en', 'English'],
    ['text/x-python', 'en', 'Python'],
    ['text/x-typescript', 'en', 'TypeScript'],
    ['text/x-yaml', 'en', 'YAML'],
    ['application/json', 'en', 'JSON'],
    ['text/csv', 'en', 'Table'],
    ['text/plain', 'not a code', 'not a code'],
  ]
  for (const [media_type, language, kind] of rows) assert.equal(kindOf({ media_type, language }), kind)
})
