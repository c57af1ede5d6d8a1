import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { root, run } from '../support/program.ts'

const home = mkdtempSync(join(tmpdir(), 'answerable-logs-'))
after(() => rmSync(home, { recursive: true, force: true }))
const at = (name: string): string => join(home, name)
const file = (name: string, content: string | Uint8Array): string => (writeFileSync(at(name), content), at(name))
const env = { ANSWERABLE_HOME: at('data') }

const time = (second: number): string => new Date(Date.parse('2026-11-20T10:00:00Z') + second * 1000).toISOString()
const lines = [
  ...Array.from({ length: 300 }, (_, index) => `${time(index * 10)} INFO http: GET /items/${index} took ${index % 7} ms`),
  ...Array.from({ length: 20 }, (_, index) => `${time(1505 + index)} ERROR pool: connection of ann@firm.org refused, attempt ${index}`),
  `${time(2004)} FATAL store: checksum of segment 17 does not match`,
].toSorted()
const log = file('app.log', lines.map((line) => `${line}\n`).join(''))

interface Read {
  readonly lines: number
  readonly templates: readonly {
    id: string
    template: string
    count: number
    severity: string
    first_seen: string | null
    examples: { line: number; text: string }[]
    variables: unknown[]
  }[]
  readonly findings: readonly { kind: string; text: string; templates: string[]; lines: number[]; by: string }[]
  readonly notes: readonly string[]
  readonly summary: unknown
}

const read = async (...words: string[]): Promise<Read> => {
  const { code, stdout, stderr } = await run(['logs', ...words, '--json'], env)
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout) as Read
}

test('a log is read into templates and findings, without a data folder, in the shape that programs expect', async () => {
  const it = await read(log)
  assert.equal(it.lines, 321)
  assert.deepEqual(
    [...it.templates].map(({ count }) => count),
    [300, 20, 1],
  )
  for (const key of ['id', 'template', 'count', 'severity', 'first_seen', 'last_seen', 'examples', 'variables']) assert.ok(key in it.templates[0]!, key)
  for (const { templates, lines: where } of it.findings) {
    for (const id of templates) assert.ok(it.templates.some((one) => one.id === id))
    for (const line of where) assert.ok(line >= 1 && line <= it.lines)
  }
  const [refused] = it.templates.filter(({ template }) => template.includes('refused'))
  assert.deepEqual([refused!.count, refused!.severity, refused!.first_seen], [20, 'error', time(1505)])
  for (const { line, text } of refused!.examples) assert.equal(text, lines[line - 1]!.replace('ann@firm.org', '[email]'))
  assert.ok(it.findings.some(({ kind, text }) => kind === 'burst' && /came 20 times/.test(text)))
  assert.ok(it.findings.some(({ kind, lines: where }) => kind === 'rare' && where[0] === lines.findIndex((line) => line.includes('FATAL')) + 1))
  assert.equal(it.summary, null)
  assert.equal(existsSync(at('data')), false)
})

test('in the terminal it is plain sentences, numbers and bars; no colours into a pipe', async () => {
  const { stdout } = await run(['logs', log], env)
  assert.match(stdout, /^321 lines, \d+ kB, .*; 3 templates\n2026-11-20 10:00:00 to/)
  assert.match(stdout, /What stands out\n/)
  assert.match(stdout, /300 {2}info .*[▁▂▃▄▅▆▇█].* GET/)
  assert.ok(!stdout.includes('\u001b'))
  const one = (await run(['logs', log, '--template', 'refused'], env)).stdout
  assert.match(one, /Lines\n.*ERROR pool: connection of \[email\] refused/)
})

test('several files are one log, .gz is unpacked, a pipe is read', async () => {
  const half = lines.length >> 1
  const old = file(
    'app.log.1.gz',
    gzipSync(
      lines
        .slice(0, half)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  )
  // No line end at its end: the next file begins with a line of its own.
  const now = file('app.log.0', lines.slice(half).join('\n'))
  const it = await read(old, now)
  assert.deepEqual([it.lines, it.templates.map(({ count }) => count)], [321, [300, 20, 1]])
  assert.match(it.notes.join('\n'), /app\.log\.1\.gz: lines 1 to 160\.\n.*app\.log\.0: lines 161 to 321/)
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'logs', '-', '--json'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  child.stdin.end(readFileSync(log))
  await once(child, 'close')
  assert.deepEqual((JSON.parse(said) as Read).templates, (await read(log)).templates)
})

test('each line has the id of its template in the file of assignments', async () => {
  const it = await read(log, '--assignments', at('ids'))
  const ids = readFileSync(at('ids'), 'utf8').split('\n')
  assert.equal(ids.pop(), '')
  assert.equal(ids.length, it.lines)
  for (const { id, count, examples } of it.templates) {
    assert.equal(ids.filter((one) => one === id).length, count)
    for (const { line } of examples) assert.equal(ids[line - 1], id)
  }
  assert.deepEqual(
    readdirSync(home).filter((name) => name.includes('.part')),
    [],
  )
  const { code, stderr } = await run(['logs', log, '--assignments', log], env)
  assert.equal(code, 2)
  assert.match(stderr, /would overwrite it/)
})

test('a window of time counts its lines alone, and an older log is compared', async () => {
  const it = await read(log, '--since', '2026-11-20T10:25:00Z', '--until', '2026-11-20T10:26:00Z')
  assert.deepEqual(
    it.templates.map(({ count }) => count),
    [20, 6],
  )
  assert.match((await read(log, '--since', '2030-01-01')).notes.join(), /No line is of the time/)
  const older = file(
    'older.log',
    lines
      .filter((line) => line.includes('INFO'))
      .map((line) => `${line}\n`)
      .join(''),
  )
  assert.ok(
    (await read(log, '--compare', older)).findings.some(({ kind, text }) => kind === 'new' && /New against the older log: .*refused.* 20 times/.test(text)),
  )
})

test('what cannot be read is said in a sentence', async () => {
  const cases: readonly [string[], number, RegExp][] = [
    [[at('nowhere.log')], 1, /There is no file ".*nowhere\.log"/],
    [[home], 2, /is a folder\. Name the log files in it/],
    [[], 2, /What paths\?/],
    [[log, '--since', 'yesterday'], 2, /since: must be like/],
    [['-', '-'], 2, /stdin \(-\) can be read once/],
    [[log, '--assignments', at('no/such/ids')], 1, /There is no folder/],
  ]
  for (const [words, code, sentence] of cases) {
    const ran = await run(['logs', ...words], env)
    assert.equal(ran.code, code, ran.stderr)
    assert.match(ran.stderr, sentence)
  }
})

// Root may open every file.
if (process.getuid?.() !== 0)
  test('a file that this user may not open is said to be one', async () => {
    chmodSync(file('locked.log', 'a\n'), 0)
    const { code, stderr } = await run(['logs', at('locked.log')], env)
    assert.equal(code, 1)
    assert.match(stderr, /this user may not open it/)
  })

test('what is no good log is read as far as it goes, with a note', async () => {
  const packed = gzipSync(lines.join('\n').repeat(50))
  const cut = await read(file('cut.gz', packed.subarray(0, packed.length - 400)))
  assert.ok(cut.lines > 1)
  assert.match(cut.notes.join(), /cut\.gz ends in the middle of its compressed data/)
  const broken = Buffer.from(packed)
  broken.fill(0x55, packed.length >> 1, (packed.length >> 1) + 50)
  assert.match((await read(file('broken.gz', broken))).notes.join(), /broken\.gz holds bytes that are no compressed data/)
  assert.deepEqual((await read(file('empty.log', ''))).notes, ['The log is empty.'])
  assert.equal((await read(file('one.log', 'a line without end'))).lines, 1)
  assert.equal((await read(file('wide.log', 'x'.repeat(5_000_000)))).lines, 1)
  assert.ok((await read(file('binary.log', readFileSync(process.execPath).subarray(0, 300_000)))).notes.length > 0)
  assert.equal((await read(file('timeless.log', 'alpha one\nalpha two\n'))).templates[0]!.first_seen, null)
  const strange = await read(file('strange.log', '1970-01-01T00:00:00Z INFO began\n2099-12-31T23:59:59Z INFO ended\n'))
  assert.equal(strange.lines, 2)
})

test('escapes of a log do not reach the terminal, and its secrets are masked', async () => {
  const hostile = file(
    'hostile.log',
    `${time(1)} ERROR \u001b[2J\u001b]0;owned\u0007 user \u202Eevil logged in with password=hunter2secret\n${time(2)} ERROR key AKIAIOSFODNN7QWZRTPL of ann@firm.org was refused\n`.repeat(
      30,
    ),
  )
  const { stdout } = await run(['logs', hostile], env)
  assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}|\p{Cf}/u)
  const json = (await run(['logs', hostile, '--json'], env)).stdout
  for (const secret of ['hunter2secret', 'AKIAIOSFODNN7QWZRTPL', 'ann@firm.org']) for (const text of [stdout, json]) assert.ok(!text.includes(secret), secret)
})

test('a file that grows or is cut while it is read does no harm', async () => {
  const growing = file('growing.log', readFileSync(log))
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'logs', growing, '--json'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  writeFileSync(growing, readFileSync(log).subarray(0, 5_000))
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  const [code] = (await once(child, 'close')) as [number]
  assert.equal(code, 0)
  assert.ok((JSON.parse(said) as Read).lines > 10)
})

test('Ctrl-C ends it, also while a pipe says nothing, and leaves nothing behind', async () => {
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'logs', '-', '--assignments', at('ids-of-pipe')], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  const isLaidDown = (): boolean => readdirSync(home).some((name) => name.startsWith('ids-of-pipe'))
  while (!isLaidDown() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill('SIGINT')
  const [code] = (await once(child, 'close')) as [number]
  assert.notEqual(code, 0)
  assert.match(said, /Stopped\./)
  assert.equal(isLaidDown(), false)
})

test('the help names its flags', () => {
  const { stdout } = spawnSync(process.execPath, [join(root, 'src/main.ts'), 'logs', '--help'], { encoding: 'utf8' })
  for (const flag of ['--since', '--until', '--compare', '--summary', '--assignments', '--template', '--top']) assert.ok(stdout.includes(flag), flag)
})
