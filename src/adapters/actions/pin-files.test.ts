import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { namedPaths } from './named-paths.ts'
import { pinFiles } from './pin-files.ts'

const home = mkdtempSync(join(tmpdir(), 'answerable-pins-'))
after(() => rmSync(home, { recursive: true }))
const file = join(home, 's.conf')
const folder = join(home, 'conf.d')
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  writeFileSync(file, 'before')
  writeFileSync(join(folder, 'inner'), 'before')
})
const pin = (argument: string, writes: string[] = []) => pinFiles(['/usr/bin/true', argument], { reads: [], writes, network: 'none', environment: [] })

for (const argument of [file, `--config=${file}`, `-c${file}`, `-Fc${file}`, `file://${file}`, `@${file}`, `a:${file}:ro`, `{"at":"${file}"}`])
  test(`a file that changes is seen where the argument is ${argument.replaceAll(home, '')}`, async () => {
    const before = await pin(argument)
    assert.ok(before.some(({ path }) => path === file))
    writeFileSync(file, 'after')
    assert.notDeepEqual(await pin(argument), before)
  })

test('a folder is pinned with all that lies in it, but for what may be written', async () => {
  symlinkSync(file, join(folder, 'link'))
  symlinkSync('.', join(folder, 'round'))
  const before = await pin(folder)
  const beside = await pin(folder, [join(folder, 'inner')])
  writeFileSync(join(folder, 'inner'), 'after')
  assert.notDeepEqual(await pin(folder), before)
  assert.deepEqual(await pin(folder, [join(folder, 'inner')]), beside)
  writeFileSync(join(folder, 'inner'), 'before')
  assert.deepEqual(await pin(folder), before)
  writeFileSync(file, 'after')
  assert.notDeepEqual(await pin(folder), before)
})

test('a folder that is too large to be compared is refused', async () => {
  await assert.rejects(pin('/usr'), /too much to be compared/)
})

test('what may be written is not pinned, and no path leaves it again', async () => {
  assert.equal((await pin(`${folder}/inner`, [folder])).length, 1)
  await assert.rejects(pin(`${folder}/../s.conf`, [folder]), /without/)
})

test('a name inside of a relative path or of an address is no path', () => {
  assert.deepEqual(namedPaths('deployment/etc'), [])
  assert.deepEqual(namedPaths('http://localhost:8080/etc'), ['/localhost', '/localhost:8080/etc'])
})

test('what others may write is not trusted, nor a folder or a link on the way to it', async () => {
  chmodSync(folder, 0o777)
  await assert.rejects(pin(join(folder, 'inner')), /may be written by others/)
  symlinkSync(file, join(folder, 'link'))
  await assert.rejects(pin(join(folder, 'link')), /may be written by others/)
  chmodSync(folder, 0o755)
  chmodSync(join(folder, 'inner'), 0o1666)
  await assert.rejects(pin(join(folder, 'inner')), /may be written by others/)
})

test('what belongs to another user is not trusted: program, file or folder', { skip: process.getuid?.() !== 0 && 'needs root' }, async () => {
  const program = join(folder, 'program')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
  chownSync(program, 1234, 1234)
  await assert.rejects(pinFiles([program], { reads: [], writes: [], network: 'none', environment: [] }), /belongs to another user/)
  await assert.rejects(pin(program), /belongs to another user/)
  chownSync(program, 0, 0)
  chownSync(folder, 1234, 1234)
  await assert.rejects(pin(program), /belongs to another user/)
})
