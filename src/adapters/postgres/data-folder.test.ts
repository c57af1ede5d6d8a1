import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { installDir } from './check-outside.ts'
import { openDataFolder } from './data-folder.ts'
import { readOwner } from './owner.ts'

const temporary = (): { dir: string } & Disposable => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-folder-'))
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) }
}

test('a new folder is its user’s alone and names its owner', async () => {
  using parent = temporary()
  const dir = join(parent.dir, 'deep/data')
  const folder = await openDataFolder(dir, { url: 'http://127.0.0.1:0' })
  assert.equal(statSync(dir).mode & 0o777, 0o700)
  await folder.setUrl('http://127.0.0.1:4321')
  const owner = await readOwner(dir)
  assert.deepEqual([owner?.pid, owner?.url, owner?.socketPath], [process.pid, 'http://127.0.0.1:4321', join(dir, 'owner.sock')])
  assert.equal(statSync(join(dir, 'owner.json')).mode & 0o777, 0o600)
  await folder.close()
  assert.equal(await readOwner(dir), null)
})

test('a second opener is refused with pid and address, also through a link, until the first closes', async () => {
  using parent = temporary()
  const dir = join(parent.dir, 'data')
  const folder = await openDataFolder(dir, { url: 'http://127.0.0.1:4321' })
  symlinkSync(dir, join(parent.dir, 'link'))
  for (const path of [dir, join(parent.dir, 'link')]) {
    await assert.rejects(openDataFolder(path, { url: 'http://127.0.0.1:1' }), {
      code: 'conflict',
      message: new RegExp(`process ${process.pid} at http://127.0.0.1:4321`),
    })
  }
  await folder.close()
  await (await openDataFolder(dir, { url: 'http://127.0.0.1:1' })).close()
})

test('the program’s own folder and folders with other files are refused and left as they are', async () => {
  using parent = temporary()
  writeFileSync(join(parent.dir, 'letter.txt'), 'mine')
  chmodSync(parent.dir, 0o755)
  await assert.rejects(openDataFolder(parent.dir, { url: '' }), { code: 'invalid', message: /holds other files/ })
  assert.equal(statSync(parent.dir).mode & 0o777, 0o755)
  await assert.rejects(openDataFolder(join(installDir, 'data'), { url: '' }), { code: 'invalid', message: /inside the program/ })
  assert.equal(existsSync(join(installDir, 'data')), false)
  symlinkSync(installDir, join(parent.dir, 'link'))
  await assert.rejects(openDataFolder(join(parent.dir, 'link/data'), { url: '' }), { code: 'invalid', message: /inside the program/ })
})

test('a file, a path through a file and a place where nothing can be made end in a sentence', async () => {
  using parent = temporary()
  const file = join(parent.dir, 'letter.txt')
  writeFileSync(file, 'mine')
  const refusals: [string, RegExp][] = [
    [file, /cannot hold the data: it is a file\. Name another folder with --data\./],
    [join(file, 'data'), /a part of its path is a file/],
    ...(existsSync('/proc/self') ? [['/proc/no-such-process/deep', /no folder can be made there/] as [string, RegExp]] : []),
  ]
  for (const [path, message] of refusals) await assert.rejects(openDataFolder(path, { url: '' }), { code: 'invalid', message })
})

test('a folder that cannot be written is refused in a sentence', async () => {
  using parent = temporary()
  chmodSync(parent.dir, 0o500)
  using _ = asOrdinaryUser()
  await assert.rejects(openDataFolder(join(parent.dir, 'data'), { url: '' }), { code: 'invalid', message: /this user may not write there/ })
})

/** Root may write everywhere: its tests are nobody for a while. */
const asOrdinaryUser = (): Disposable => {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid!(65_534)
  return { [Symbol.dispose]: () => void (isRoot && process.seteuid!(0)) }
}

test('an empty folder that others may read becomes private, and a fresh disk’s lost+found is no obstacle', async () => {
  using parent = temporary()
  mkdirSync(join(parent.dir, 'lost+found'))
  chmodSync(parent.dir, 0o755)
  const folder = await openDataFolder(parent.dir, { url: '' })
  assert.equal(statSync(parent.dir).mode & 0o777, 0o700)
  await folder.close()
})

test('a path too long for a socket gets a private folder under the temporary one', async () => {
  using parent = temporary()
  const dir = join(parent.dir, 'x'.repeat(60), 'y'.repeat(60))
  const folder = await openDataFolder(dir, { url: '' })
  assert.ok(Buffer.byteLength(folder.socketPath) <= 100)
  assert.equal(statSync(join(folder.socketPath, '..')).mode & 0o777, 0o700)
  assert.equal((await readOwner(dir))?.socketPath, folder.socketPath)
  await folder.close()
  rmSync(join(folder.socketPath, '..'), { recursive: true })
})

test('a dead owner’s note is not believed', async () => {
  using parent = temporary()
  const dir = join(parent.dir, 'data')
  await (await openDataFolder(dir, { url: '' })).close()
  writeFileSync(join(dir, 'owner.json'), JSON.stringify({ pid: 2 ** 22 - 1, url: 'http://stale', startedAt: '', socketPath: '' }))
  const folder = await openDataFolder(dir, { url: 'http://fresh' })
  assert.equal((await readOwner(dir))?.url, 'http://fresh')
  await folder.close()
})
