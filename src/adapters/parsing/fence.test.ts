import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { withTarget } from './fence.ts'

test('libraries that are a link to another folder may be read where they are', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'answerable-fence-')))
  try {
    const [real, link] = [join(folder, 'shared'), join(folder, 'node_modules')]
    mkdirSync(real)
    symlinkSync(real, link)
    assert.deepEqual(withTarget(link), [link, real])
    assert.deepEqual(withTarget(real), [real])
    assert.deepEqual(withTarget(join(folder, 'missing')), [join(folder, 'missing')])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
