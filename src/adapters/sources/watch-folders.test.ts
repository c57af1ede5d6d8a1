import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { watchFolders } from './watch-folders.ts'

const limit = { timeout: 60_000 }

test('a folder that was told to be gone is watched anew, and that counts as a change', limit, async () => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-watch-'))
  const folder = join(home, 'documents')
  mkdirSync(folder)
  const watch = await watchFolders([folder], { onLine: () => {}, quietMs: 20 })
  try {
    const never = new AbortController()
    // It is back before anybody looks: nothing but the word of the sync says that it was gone.
    watch.wasGone()
    await watch.changed(never.signal)
    writeFileSync(join(folder, 'a.md'), 'Owls hunt at night.\n')
    await watch.changed(never.signal)
  } finally {
    await watch.close()
    rmSync(home, { recursive: true, force: true })
  }
})
