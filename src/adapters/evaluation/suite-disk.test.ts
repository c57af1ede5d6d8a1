import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
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
