import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTail, withoutLink } from './log-tail.ts'

test('a log that was rotated between two looks goes on from the file before it, one rotated long ago does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-log-'))
  const file = join(folder, 'app.log')
  const read = async (mostBytes = 1000): Promise<string> => {
    const log = { name: 'app', service: null, from: { file } }
    const { chunks } = await openTail(log, mostBytes, 15, () => assert.fail('no program is run'), AbortSignal.timeout(10_000))
    const pieces: Uint8Array[] = []
    for await (const piece of chunks) pieces.push(piece)
    return Buffer.concat(pieces).toString()
  }
  try {
    writeFileSync(file, 'one\ntwo\n')
    assert.equal(await read(), 'one\ntwo\n')
    renameSync(file, `${file}.1`)
    writeFileSync(file, 'three\n')
    assert.equal(await read(), 'one\ntwo\nthree\n')
    assert.equal(await read(12), 'two\nthree\n', 'no more bytes than may be read, from the beginning of a line')
    const longAgo = Date.now() / 1000 - 3600
    utimesSync(`${file}.1`, longAgo, longAgo)
    assert.equal(await read(), 'three\n')
    writeFileSync(file, '')
    assert.equal(await read(), '', 'truncated')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a link put where a log or the one before it lies is not followed; one that the operator named is, as it was then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-log-'))
  const [file, secret] = [join(folder, 'app.log'), join(folder, 'secret')]
  const read = async (at: string): Promise<string> => {
    const log = withoutLink({ name: 'app', service: null, from: { file: at } })
    const { chunks } = await openTail(log, 1000, 15, () => assert.fail('no program is run'), AbortSignal.timeout(10_000))
    const pieces: Uint8Array[] = []
    for await (const piece of chunks) pieces.push(piece)
    return Buffer.concat(pieces).toString()
  }
  try {
    writeFileSync(secret, 'secret\n')
    writeFileSync(file, 'one\n')
    symlinkSync(secret, `${file}.1`)
    assert.equal(await read(file), 'one\n')
    const link = join(folder, 'link.log')
    symlinkSync(file, link)
    assert.equal(await read(link), 'one\n')
    const log = { name: 'app', service: null, from: { file: link } }
    await assert.rejects(
      openTail(log, 1000, 15, () => assert.fail('no program is run'), AbortSignal.timeout(10_000)),
      /ELOOP/,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
