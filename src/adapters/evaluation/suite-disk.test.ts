import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readLines } from './read-lines.ts'
import { readUserFile } from './read-user-file.ts'
import { suiteDisk } from './suite-disk.ts'

const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-suite-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('the hash of documents follows names and words, and nothing hidden', () =>
  inFolder(async (folder) => {
    mkdirSync(join(folder, 'docs/.cache'), { recursive: true })
    writeFileSync(join(folder, 'docs/a.md'), 'one')
    const { hashOf } = suiteDisk(folder)
    const first = await hashOf(['docs'])
    writeFileSync(join(folder, 'docs/.cache/x'), 'hidden')
    assert.equal(await hashOf(['docs']), first)
    writeFileSync(join(folder, 'docs/a.md'), 'two')
    const second = await hashOf(['docs'])
    writeFileSync(join(folder, 'docs/b.md'), '')
    assert.equal(new Set([first, second, await hashOf(['docs']), await hashOf(['docs/a.md']), await hashOf(['https://example.org/'])]).size, 5)
  }))

test('what is not there, or is no file, is a sentence with its name', () =>
  inFolder(async (folder) => {
    const { hashOf, readText, resolve } = suiteDisk(folder)
    await assert.rejects(hashOf(['none']), { code: 'not_found', message: 'There is no "none". Check the path.' })
    await assert.rejects(readText('none.jsonl'), { code: 'not_found', message: 'There is no "none.jsonl". Check the path.' })
    await assert.rejects(readUserFile(folder, 'a folder'), { code: 'invalid', message: '"a folder" is a folder, and a file is wanted.' })
    assert.deepEqual([resolve('a.md'), resolve('/b.md'), resolve('https://x.org/')], [join(folder, 'a.md'), '/b.md', 'https://x.org/'])
  }))

test('a byte-order mark is no part of the text', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.yaml'), '\ufeffname: a')
    assert.equal(await readUserFile(join(folder, 'a.yaml')), 'name: a')
  }))

test('what never ends, or is in another encoding, is refused with a sentence', () =>
  inFolder(async (folder) => {
    const { hashOf, readText } = suiteDisk(folder)
    execFileSync('mkfifo', [join(folder, 'pipe')])
    for (const path of ['pipe', '/dev/zero']) {
      const refused = { code: 'invalid', message: new RegExp(`"[^"]*${path}" is a pipe or a device, and a file`) }
      await assert.rejects(readText(path), refused)
      await assert.rejects(hashOf([path]), refused)
      await assert.rejects(readLines(path === 'pipe' ? join(folder, path) : path).next(), refused)
    }
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from('name: caf\u00e9', 'latin1'))
    writeFileSync(join(folder, 'wide.yaml'), Buffer.from('\ufeffname: a\u00e9', 'utf16le'))
    for (const path of ['latin.yaml', 'wide.yaml'])
      await assert.rejects(readText(path), { code: 'invalid', message: `"${path}" is not in UTF-8. Save it as UTF-8.` })
    writeFileSync(join(folder, 'long.yaml'), '#'.repeat(21 * 1024 * 1024))
    await assert.rejects(readText('long.yaml'), { code: 'too_large' })
  }))
