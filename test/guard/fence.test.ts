import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createSocket, type Socket } from 'node:dgram'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { nextTurn } from '../../src/base/async.ts'
import { openFence } from '../../src/adapters/fence/open-fence.ts'
import type { FenceSpec } from '../../src/adapters/fence/fence.ts'
import { holeIn } from '../../src/adapters/fence/prove-fence.ts'
import { probesOf, type Target } from './fence/probes.ts'
import type { Outcome } from './fence/run-probes.ts'

const canary = 'canary-7f31c9-words-that-nobody-may-see'
const isRoot = process.getuid?.() === 0
const missing = ['/usr/bin/bwrap', '/usr/bin/perl', '/usr/bin/setpriv'].find((path) => !existsSync(path))
const skip =
  process.platform === 'linux' && process.arch === 'x64'
    ? missing
      ? `${missing} is not here (apt-get install bubblewrap perl util-linux)`
      : false
    : 'the probes are written for Linux on x86-64'

interface Scene extends AsyncDisposable {
  readonly target: Target
  readonly scratch: string
  readonly victim: ChildProcess
  hits(): readonly string[]
}

/** What the probes would like to reach, watched. */
const makeScene = async (asNobody: boolean): Promise<Scene> => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'answerable-probes-'))
  const [folder, scratch] = ['target', 'scratch'].map((name) => mkdtempSync(join(root, `${name}-`))) as [string, string]
  for (const path of [root, folder, scratch]) chmodSync(path, 0o777)
  writeFileSync(join(folder, 'canary'), canary, { mode: 0o644 })
  writeFileSync(join(folder, 'victim'), 'whole', { mode: 0o666 })
  chmodSync(join(folder, 'victim'), 0o666)
  const hits: string[] = []
  const servers = await Promise.all([
    listening(hits, 'tcp', { port: 0, host: '0.0.0.0' }),
    listening(hits, 'abstract socket', { path: `\0answerable-probe-${process.pid}` }),
  ])
  const udp = await udpListening(hits)
  // Its environment is a secret as well.
  const victim = spawn(...asWhom(asNobody, ['/usr/bin/perl', '-e', 'sleep 600']), { stdio: 'ignore', env: { CANARY: canary } })
  await new Promise((resolve) => victim.once('spawn', resolve))
  const target = {
    folder,
    tcp: (servers[0]!.address() as AddressInfo).port,
    udp: udp.address().port,
    abstractName: `answerable-probe-${process.pid}`,
    victim: victim.pid!,
  }
  return {
    target,
    scratch,
    victim,
    hits: () => hits,
    [Symbol.asyncDispose]: async () => {
      victim.kill('SIGKILL')
      for (const server of servers) server.close()
      udp.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

const listening = (hits: string[], name: string, where: object): Promise<Server> =>
  new Promise((resolve) => {
    const server: Server = createServer((socket) => {
      hits.push(name)
      socket.destroy()
    }).listen(where, () => resolve(server))
  })

const udpListening = (hits: string[]): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4', () => hits.push('udp'))
    socket.bind(0, '0.0.0.0', () => resolve(socket))
  })

const asWhom = (asNobody: boolean, command: readonly string[]): [string, string[]] => {
  const [file, ...args] = asNobody && isRoot ? ['/usr/bin/setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--', ...command] : command
  return [file!, args]
}

const runProbes = async (scene: Scene, asNobody: boolean): Promise<{ readonly outcomes: Outcome[]; readonly pid: number }> => {
  const given = JSON.stringify({ target: scene.target, canary, scratch: scene.scratch })
  const driver = fileURLToPath(new URL('./fence/run-probes.ts', import.meta.url))
  const child = spawn(...asWhom(asNobody, [realpathSync(process.execPath), driver, given]), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', HOME: '/', CANARY: canary },
  })
  const [said, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  assert.ok(said.startsWith('['), errors)
  return { outcomes: JSON.parse(said) as Outcome[], pid: child.pid! }
}

/** What must be as it was: the machine, as the kernel and the disk tell of it. */
const machineState = () => ({
  // Other tests mount what they need below the folder for temporary files.
  mounts: readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ').slice(2, 6).join(' '))
    .filter((line) => !line.includes(` ${tmpdir()}/`)),
  name: hostname(),
  corePattern: readFileSync('/proc/sys/kernel/core_pattern', 'utf8'),
  escapes: ['/', '/usr', '/usr/lib', '/etc', '/dev', '/dev/shm', '/var', '/var/tmp', '/root', '/home', '/run', '/opt', '/boot', '/srv', '/tmp'].filter(
    (place) => existsSync(join(place, 'fence-escape')),
  ),
})

const probesLeft = (): string[] =>
  readdirSync('/proc')
    .filter((it) => /^\d+$/.test(it))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return /perl -e .*(?:sleep 300|fork while|push @a|setsid)/.test(line) ? [line] : []
      } catch {
        return []
      }
    })

/** Of the program of this pid: tests beside this one kill theirs in the middle of a run. */
const groupsLeft = (pid: number): string[] =>
  ['/sys/fs/cgroup/pids', '/sys/fs/cgroup/memory']
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
    .filter((it) => it.startsWith(`answerable-${pid}-`))

const whole = (path: string) => {
  const { mode, mtimeMs, size, uid } = statSync(path)
  return { mode, mtimeMs, size, uid, text: readFileSync(path, 'utf8') }
}

const escapesOf = async (asNobody: boolean): Promise<number> => {
  await using scene = await makeScene(asNobody)
  const files = ['canary', 'victim'].map((name) => join(scene.target.folder, name))
  const before = { machine: machineState(), files: files.map(whole) }
  const { outcomes, pid } = await runProbes(scene, asNobody)

  assert.deepEqual(
    outcomes.filter((it) => it.hasCanary).map((it) => it.id),
    [],
    'no secret came out',
  )
  assert.deepEqual(
    outcomes.filter((it) => it.exitCode === 77).map((it) => `${it.id}: ${it.words}`),
    [],
    'no call that must be refused was let in',
  )
  assert.deepEqual(scene.hits(), [], 'no listener was reached')
  assert.deepEqual(readdirSync(scene.target.folder).sort(), ['canary', 'victim'], 'no file was made or taken away')
  assert.deepEqual({ machine: machineState(), files: files.map(whole) }, before, 'nothing outside was changed')
  assert.deepEqual([scene.victim.exitCode, scene.victim.signalCode, stateOf(scene.victim.pid!)], [null, null, 'S'], 'the other process goes on')
  assert.deepEqual(probesLeft(), [], 'no process was left behind')
  assert.deepEqual(groupsLeft(pid), [], 'no control group was left behind')
  assert.deepEqual(
    outcomes.filter((it) => !it.isEndedAsTold).map((it) => `${it.id}: ${it.endedBy}`),
    [],
    'what does not end, or writes without end, is ended',
  )
  return outcomes.filter((it) => it.endedBy !== 'not here').length
}

const stateOf = (pid: number): string => /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))![1]!

test('300 and more programs try to leave the fence as the user who runs it, and none gets out', { skip }, async (t) => {
  const tried = await escapesOf(false)
  assert.ok(tried >= 300, `${tried} were tried`)
  t.diagnostic(`${tried} tried, 0 out`)
})

// Only root can be somebody else; whoever is not is a plain user in the test before.
if (isRoot)
  test('the same programs as a plain user, and none gets out', { skip }, async (t) => {
    const tried = await escapesOf(true)
    assert.ok(tried >= 300, `${tried} were tried`)
    t.diagnostic(`${tried} tried, 0 out`)
  })

const harmless = ['append', 'truncate', 'tcp to 127.0.0.1', 'udp to 127.0.0.1', 'abstract socket', 'signal TERM to another process']

test('without the fence the same programs get out, and are seen', { skip }, async () => {
  await using scene = await makeScene(false)
  const { folder, victim } = scene.target
  const read = `read ${folder}/canary`
  const probes = probesOf(scene.target).filter(({ id }) => [...harmless, read].includes(id))
  assert.equal(probes.length, harmless.length + 1)
  const ended = once(scene.victim, 'exit')
  for (const { id, args } of probes) {
    const { status, stdout } = spawnSync('/usr/bin/perl', args, { encoding: 'utf8' })
    assert.equal(status, 77, id)
    assert.equal(stdout.includes(canary), id === read)
  }
  await ended
  assert.equal(scene.victim.signalCode, 'SIGTERM', String(victim))
  assert.equal(statSync(join(folder, 'victim')).size, 0)
  while (scene.hits().length < 3) await nextTurn()
  assert.deepEqual([...scene.hits()].sort(), ['abstract socket', 'tcp', 'udp'])
})

test('a fence with a hole is none: the trial at the start sees it', { skip }, async () => {
  const { fence, why } = await openFence()
  assert.ok(fence, String(why))
  const holed = (change: (spec: FenceSpec) => Partial<FenceSpec>): Promise<string | null> =>
    holeIn({ run: (spec, signal) => fence.run({ ...spec, ...change(spec) }, signal) }, 'self')
  assert.match(String(await holed(() => ({ network: 'host' }))), /connection left|network can be reached/)
  assert.match(String(await holed(({ args }) => ({ reads: [args[3]!] }))), /files can be read/)
  assert.match(String(await holed(({ args }) => ({ writes: [args[3]!] }))), /file was written|files can be written/)
  assert.match(String(await holed(() => ({ environment: { HOME: '/root' } }))), /environment/)
  assert.match(String(await holed(({ limits }) => ({ limits: { ...limits, processes: 1000 } }))), /processes are not limited/)
  assert.equal(await holed(() => ({})), null)
})
