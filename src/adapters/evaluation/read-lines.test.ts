import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readLines } from './read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'answerable-lines-'))
after(() => rmSync(folder, { recursive: true }))

const all = async (path: string, signal?: AbortSignal): Promise<[string, string][]> => {
  const lines: [string, string][] = []
  for await (const { text, place } of readLines(path, signal)) lines.push([text, place])
  return lines
}

const linesOf = async (content: string | Uint8Array): Promise<[string, string][]> => {
  const path = join(folder, 'file.jsonl')
  writeFileSync(path, content)
  return all(path)
}

test('lines come without byte-order mark and line ends, blank ones are counted and passed over', async () => {
  assert.deepEqual(await linesOf('\ufeffone\r\n\n  \ntwo'), [
    ['one', 'file.jsonl:1'],
    ['two', 'file.jsonl:4'],
  ])
  assert.deepEqual(await linesOf(''), [])
})

test('a line that is read in several pieces is one line', async () => {
  const long = 'ä'.repeat(1_500_000)
  assert.deepEqual(await linesOf(`${long}\nend\n`), [
    [long, 'file.jsonl:1'],
    ['end', 'file.jsonl:2'],
  ])
})

test('what is no UTF-8, no file, or not there is one sentence', async () => {
  await assert.rejects(linesOf(Buffer.from('good\nb\xe4d\n', 'latin1')), { code: 'invalid', message: /^file\.jsonl:2: This line is not in UTF-8/ })
  await assert.rejects(all(folder), { code: 'invalid', message: /is a folder, and a file is wanted/ })
  await assert.rejects(all(join(folder, 'none')), { code: 'not_found', message: /There is no ".*none"\. Check the path/ })
})

test('reading stops with the signal’s reason', async () => {
  const stop = new AbortController()
  stop.abort(new Error('Stopped.'))
  writeFileSync(join(folder, 'file.jsonl'), 'one\n')
  await assert.rejects(all(join(folder, 'file.jsonl'), stop.signal), /Stopped\./)
})
