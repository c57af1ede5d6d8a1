import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { countInFile } from './find-in-files.ts'

test('bytes are counted wherever they stand, also across the blocks that are read at once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-find-'))
  const wanted = Buffer.from('a piece of text')
  const block = 4 * 1024 * 1024
  const content = Buffer.alloc(2 * block + 100)
  const places = [0, block - wanted.length, block - 3 + wanted.length, 2 * block - 7, content.length - wanted.length]
  for (const place of places) wanted.copy(content, place)
  writeFileSync(join(dir, 'file'), content)
  assert.equal(await countInFile(join(dir, 'file'), wanted), places.length)
  assert.equal(await countInFile(join(dir, 'file'), Buffer.from('a piece of cake')), 0)
  assert.equal(await countInFile(join(dir, 'gone'), wanted), 0)
  rmSync(dir, { recursive: true })
})
