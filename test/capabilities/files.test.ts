import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { syntaxOf } from '../../src/adapters/capabilities/files/syntax.ts'
import { openForTests, valueOf } from './open-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'answerable-files-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const stamp = (): string => new Date().toISOString()
const logOf = (name: string) => ({ logs: [{ name, service: null, from: { file: join(folder, name) } }] })

test('a log is mined into templates with counts; its lines are masked', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => `${stamp()} ${index % 3 === 0 ? 'ERROR' : 'INFO'} request ${index} took ${index * 7} ms`)
  writeFileSync(join(folder, 'app'), `${lines.join('\n')}\n${stamp()} INFO api_key=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c\n`)
  const { observe } = await openForTests(logOf('app'))
  const seen = await observe('log_templates', { log: 'app' })
  assert.deepEqual([valueOf(seen, 'lines'), valueOf(seen, 'error_lines')], [61, 20])
  const last = await observe('log_lines', { log: 'app', lines: 2 })
  assert.equal(last.lines.length, 2)
  assert.ok(!last.lines.join().includes('9f8a7b6c'))
  const template = String(seen.facts.find((it) => it.name === 'template_lines')!.labels['template'])
  assert.ok((await observe('log_examples', { log: 'app', template })).lines.length > 0)
  await assert.rejects(observe('log_examples', { log: 'app', template: '.*' }), { code: 'invalid' })
})

test('a log that is missing, cut, binary, a folder or a pipe is told, and nothing hangs', async () => {
  const { observe: missing } = await openForTests(logOf('missing'))
  assert.match((await missing('log_lines', { log: 'missing' })).problem!, /cannot be read \(ENOENT\)/)
  writeFileSync(join(folder, 'cut'), 'a\n'.repeat(1000))
  const { observe: cut } = await openForTests(logOf('cut'))
  assert.equal((await cut('log_lines', { log: 'cut', lines: 5 })).lines.length, 5)
  truncateSync(join(folder, 'cut'), 0)
  appendFileSync(join(folder, 'cut'), 'new\n')
  assert.deepEqual((await cut('log_lines', { log: 'cut' })).lines, ['new'])
  writeFileSync(join(folder, 'binary'), Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 37) % 256)))
  const { observe: binary } = await openForTests(logOf('binary'))
  assert.ok((await binary('log_lines', { log: 'binary' })).lines.every((line) => !/\p{Cc}/u.test(line)))
  assert.ok((await binary('log_templates', { log: 'binary' })).facts.length > 0)
  mkdirSync(join(folder, 'folder'))
  assert.match((await (await openForTests(logOf('folder'))).observe('log_lines', { log: 'folder' })).problem!, /no file but a folder/)
  spawnSync('mkfifo', [join(folder, 'pipe')])
  assert.match((await (await openForTests(logOf('pipe'))).observe('log_lines', { log: 'pipe' })).problem!, /a pipe or a device/)
})

test('one line without end is cut', async () => {
  writeFileSync(join(folder, 'long'), 'x'.repeat(3_000_000))
  const { observe } = await openForTests(logOf('long'))
  const { lines } = await observe('log_lines', { log: 'long' })
  assert.ok(lines.every((line) => line.length <= 2000))
})

test('syntax of configuration files: the line of the first fault, null where there is none', () => {
  const good: [string, string][] = [
    ['a.json', '{ "a": [1, 2] }'],
    ['a.yaml', 'a:\n  - b\n'],
    ['a.toml', '# c\n[a.b]\nx = 1\nlist = [\n  1,\n  2\n]\ntext = """\nfree = words [\n"""\n'],
    ['a.ini', '; c\n[a]\nkey = value\nother: x\nflag\n'],
    [
      'nginx.conf',
      'events {}\nhttp {\n  # it\'s { fine\n  log_format m \'{"a": "$b"}\';\n  server { listen 80; location ~ \\.php$ { return 200 "a;b}"; } }\n}\n',
    ],
  ]
  for (const [path, text] of good) assert.equal(syntaxOf(path, text).faultLine, null, path)
  const bad: [string, string, number][] = [
    ['a.json', '{\n "a": 1,\n}', 3],
    ['a.yaml', 'a: 1\nb: [1\nc: 2\n', 3],
    ['a.toml', 'x = 1\nno value here\n', 2],
    ['a.ini', '[a]\nk = v\n[broken\n', 3],
    ['nginx.conf', 'events {}\nhttp {\n  server {\n    listen 80\n  }\n}\n', 4],
    ['nginx.conf', 'http {\n  server {\n}\n', 1],
    ['nginx.conf', 'http { }\n}\n', 2],
    ['nginx.conf', 'http {\n  log "never ends;\n}\n', 2],
  ]
  for (const [path, text, line] of bad) assert.equal(syntaxOf(path, text).faultLine, line, text)
})

test('a configuration file is told by hash, size and syntax, and none of its words come out', async () => {
  writeFileSync(join(folder, 'app.json'), '{ "password": "do-not-tell"')
  const { observe } = await openForTests({ files: [{ name: 'app', path: join(folder, 'app.json'), service: null }] })
  const seen = await observe('file_facts', { file: 'app' })
  assert.deepEqual([valueOf(seen, 'is_readable'), valueOf(seen, 'is_valid'), valueOf(seen, 'fault_line')], [true, false, 1])
  assert.ok(!JSON.stringify(seen).includes('do-not-tell'))
})

test('a folder is added up without following links', async () => {
  const path = join(folder, 'sum')
  mkdirSync(join(path, 'below'), { recursive: true })
  writeFileSync(join(path, 'below/a'), Buffer.alloc(8192, 1))
  symlinkSync('/', join(path, 'everything'))
  const { observe } = await openForTests({ directories: [{ name: 'sum', path, service: null }] })
  const seen = await observe('directory_size', { directory: 'sum' })
  assert.deepEqual([valueOf(seen, 'files'), valueOf(seen, 'is_readable')], [1, true])
  chmodSync(path, 0o755)
})
