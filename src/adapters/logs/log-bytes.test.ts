import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openLogBytes } from './log-bytes.ts'

test('a file that is cut while it is read is told of', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cut-'))
  const path = join(folder, 'app.log')
  try {
    writeFileSync(path, 'one line of many\n'.repeat(500_000))
    const log = await openLogBytes({ path })
    let isCut = false
    for await (const _ of log.chunks) {
      if (!isCut) truncateSync(path, 1_000)
      isCut = true
    }
    assert.match(log.notes().join(), /^app\.log became shorter while it was read/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
