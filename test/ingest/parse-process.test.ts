import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findFence } from '../../src/adapters/parsing/fence.ts'
import { openParser } from '../../src/adapters/parsing/parser.ts'

const folder = mkdtempSync(join(tmpdir(), 'answerable-fence-'))
after(() => rmSync(folder, { recursive: true }))

/** What someone would try who had taken over a parser. Each try tells how it went; whether it had an effect is seen from outside. */
const attacker = `
  const tries = {
    read: async () => (await import('node:fs')).readFileSync('/etc/passwd', 'utf8'),
    environment: async () => (await import('node:fs')).readFileSync('/proc/' + process.ppid + '/environ', 'utf8'),
    ownFolder: async () => (await import('node:fs')).readdirSync('.').join(),
    write: async (to) => (await import('node:fs')).writeFileSync(to.file, 'x'),
    link: async (to) => (await import('node:fs')).symlinkSync('/etc/passwd', to.file),
    database: async (to) => new (await import('node:sqlite')).DatabaseSync(to.file).exec('create table t(a)'),
    shell: async (to) => (await import('node:child_process')).execSync('touch ' + to.file),
    thread: async () => new (await import('node:worker_threads')).Worker('1', { eval: true }),
    native: async () => process.dlopen({ exports: {} }, '/x.node'),
    binding: async () => process.binding('spawn_sync'),
    builtin: async (to) => process.getBuiltinModule('child_process').execSync('touch ' + to.file),
    required: async (to) => (await import('node:module')).createRequire('file:///x.js')('child_process').execSync('touch ' + to.file),
    signal: async () => process.kill(process.ppid, 'SIGUSR2'),
    connect: async (to) => (await import('node:net')).connect(to.tcp, '127.0.0.1'),
    pipe: async (to) => new (process._getActiveHandles()[0].constructor)().connect(to.tcp, '127.0.0.1'),
    udp: async (to) => (await import('node:dgram')).createSocket('udp4').send('x', to.udp, '127.0.0.1'),
    fetched: async (to) => fetch('http://127.0.0.1:' + to.tcp),
    code: async () => Function('return 1')(),
  }
  export const prepare = async (bytes) => {
    const to = JSON.parse(new TextDecoder().decode(bytes))
    const done = []
    for (const [name, attempt] of Object.entries(tries)) await attempt(to).then(() => done.push(name), () => {})
    await new Promise((resolve) => setTimeout(resolve, 200))
    return { text: JSON.stringify({ done, environment: Object.keys(process.env), folder: process.cwd() }) }
  }`

test('a parser that was taken over reaches no file, no process, no network and no secret', async () => {
  const reached: string[] = []
  const tcp = createServer(() => reached.push('tcp')).listen(0, '127.0.0.1')
  const udp = createSocket('udp4', () => reached.push('udp')).bind(0, '127.0.0.1')
  const onSignal = (): void => void reached.push('signal')
  process.on('SIGUSR2', onSignal)
  await Promise.all([once(tcp, 'listening'), once(udp, 'listening')])
  process.env['OPENAI_API_KEY'] = 'sk-not-for-parsers'
  const parser = openParser({ preparation: { pipeline: 'test', url: `data:text/javascript,${encodeURIComponent(attacker)}` }, tokenizerPath: () => null })
  after(async () => {
    tcp.close()
    udp.close()
    process.off('SIGUSR2', onSignal)
    delete process.env['OPENAI_API_KEY']
    await parser.close()
  })

  const file = join(folder, 'written')
  const targets = { file, tcp: (tcp.address() as AddressInfo).port, udp: udp.address().port }
  const { text } = await parser.parse(new TextEncoder().encode(JSON.stringify(targets)), { source: 'a' })
  const { done, environment, folder: cwd } = JSON.parse(text) as { done: string[]; environment: string[]; folder: string }
  assert.deepEqual(done, [])
  assert.deepEqual(reached, [])
  assert.equal(existsSync(file), false)
  assert.deepEqual(
    environment.filter((name) => !/^(?:MALLOC_[A-Z_]+|TZ|SystemRoot)$/.test(name)),
    [],
  )
  assert.notEqual(cwd, process.cwd())
})

const { closesNetwork, wrapper } = await findFence()
const noFence = closesNetwork ? false : 'This system lets nobody have a network namespace: only the modules for the network are taken away.'

test('the kernel keeps the network and the disk from it, whatever it runs', { skip: noFence }, async () => {
  let reached = 0
  const server = createServer(() => reached++).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  const { port } = server.address() as AddressInfo
  const program = (file: string): string => `
    try { require('fs').writeFileSync(${JSON.stringify(file)}, 'x') } catch (error) { console.log(error.code) }
    require('net').connect(${port}, '127.0.0.1').on('error', (error) => console.log(error.code)).on('connect', () => process.exit())`
  // The same without the fence gets through to both, so that a broken listener would be noticed.
  for (const [command, expected] of [
    [[process.execPath], { reached: 1, written: 'x' }],
    [[...wrapper, process.execPath], { reached: 0, written: '' }],
  ] as const) {
    reached = 0
    const file = join(folder, `by-${command.length}`)
    const child = spawn(command[0]!, [...command.slice(1), '-e', program(file)], { stdio: 'ignore' })
    await once(child, 'exit')
    assert.deepEqual({ reached, written: readFileSync(file, 'utf8') }, expected)
  }
})

const diesAlong = wrapper.includes('--pdeathsig') ? false : 'This system has no signal for a process whose parent has died.'

test('it ends when the program is killed, also in the middle of a document that never ends', { skip: diesAlong }, async () => {
  const client = new URL('../../src/adapters/parsing/parse-client.ts', import.meta.url).href
  const endless = `data:text/javascript,export const prepare = () => { for (;;) ; }`
  const script = `
    const { startParseProcess } = await import(${JSON.stringify(client)})
    const started = await startParseProcess({ preparation: { pipeline: 'test', url: ${JSON.stringify(endless)} }, tokenizerPath: null, memoryMb: 256, maxOutputBytes: 1e6 })
    await started.ready
    void started.parse(new Uint8Array(1), { source: 'a' })
    console.log(started.pid)
    setInterval(() => {}, 1000)`
  const program = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await Promise.race([once(program.stdout, 'data'), once(program, 'exit')])) as [unknown]
  const pid = Number(String(line))
  assert.equal(program.exitCode, null, 'the program has started')
  await new Promise((resolve) => setTimeout(resolve, 300))
  assert.ok(isRunning(pid), 'it works on its document')
  program.kill('SIGKILL')
  await once(program, 'exit')
  for (let tries = 0; isRunning(pid) && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(isRunning(pid), false)
})

const isRunning = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}
