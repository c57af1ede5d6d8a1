import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Which rooms a room may import from, beside itself. `ARCHITECTURE.md` tells why. */
const mayImport: Record<string, readonly string[]> = {
  base: [],
  domain: ['base'],
  ingest: ['base', 'domain'],
  retrieve: ['base', 'domain'],
  answer: ['base', 'domain'],
  guard: ['base', 'domain'],
  evaluate: ['base', 'domain'],
  logs: ['base', 'domain'],
  watch: ['base', 'domain'],
  investigate: ['base', 'domain'],
  act: ['base', 'domain'],
  records: ['base', 'domain'],
  middleware: ['base', 'domain'],
  operations: ['base', 'domain'],
  adapters: ['base', 'domain', 'ingest'],
  doors: ['base', 'domain', 'operations'],
  'config.ts': ['base'],
}

/** The rooms that reach nothing outside the process: no files, no network, no threads, no clock of their own. */
const pureRooms = ['domain', 'ingest', 'retrieve', 'answer', 'guard', 'evaluate', 'logs', 'watch', 'investigate', 'act', 'records', 'operations', 'middleware']
const outside = /^node:(fs|net|http|https|child_process|worker_threads|dgram|tls|dns|sqlite)/

const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
const roomOf = (file: string): string => normalize(file).split('/')[1]!

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm)].map(
    (match) => (match[1] ?? match[2] ?? match[3])!,
  )
}

test('every file imports only from the rooms that its own room may know', () => {
  const strays: string[] = []
  for (const file of files) {
    const room = roomOf(file)
    if (room === 'app.ts' || room === 'main.ts' || room === 'app') continue
    const allowed = mayImport[room]
    assert.ok(allowed, `${file} lies in a room that the import rule does not know`)
    for (const target of importsOf(file).filter((it) => it.startsWith('.'))) {
      const path = normalize(join(dirname(file), target))
      // Data that lies beside src (models.json, prompts) belongs to no room.
      if (!path.startsWith('src/')) continue
      const targetRoom = roomOf(path)
      if (targetRoom !== room && !allowed.includes(targetRoom)) strays.push(`${file} imports ${target}`)
    }
  }
  assert.deepEqual(strays, [])
})

test('the pure rooms do no input or output', () => {
  const strays = files
    .filter((file) => pureRooms.includes(roomOf(file)))
    .flatMap((file) =>
      importsOf(file)
        .filter((it) => outside.test(it))
        .map((it) => `${file} imports ${it}`),
    )
  assert.deepEqual(strays, [])
})

test('no file has grown past what one idea needs', () => {
  const long = files.map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length })).filter(({ lines }) => lines > 350)
  assert.deepEqual(long, [])
})
