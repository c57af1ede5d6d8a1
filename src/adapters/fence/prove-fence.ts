/** Before anything is fenced: a program that tries to get out, judged from outside. */
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lookLimits, type Fence, type FenceSpec } from './fence.ts'
import { pinProgram } from './pin-program.ts'

// A JavaScript engine sets aside far more addresses than it uses, and has a dozen threads.
const limits = { ...lookLimits, wallMs: 15_000, addressBytes: 64 * 1024 * 1024 * 1024, processes: 64 }

/** What it tries is said on stdout as names of what went wrong; `done` when it came to its end. */
const attempt = `
const fs = require('node:fs'), net = require('node:net')
const [folder, port, pid] = process.argv.slice(1)
const holes = []
const tries = (hole, act) => { try { act(); holes.push(hole) } catch {} }
tries('files can be read', () => fs.readFileSync(folder + '/canary'))
tries('files can be written', () => fs.writeFileSync(folder + '/written', 'x'))
tries('its root can be written', () => fs.writeFileSync('/written', 'x'))
tries('libraries can be written', () => fs.writeFileSync('/usr/lib/written', 'x'))
tries('the kernel can be set', () => fs.closeSync(fs.openSync('/proc/sys/kernel/core_pattern', 'r+')))
// Inside, low numbers are its own.
if (pid > 100) {
  tries('other processes can be reached', () => process.kill(Number(pid), 0))
  tries('processes can be seen', () => fs.readFileSync('/proc/' + pid + '/status'))
}
tries('the environment is there', () => { if (!process.env.ANSWERABLE_FENCE_CANARY && !process.env.HOME) throw 0 })
const most = process.report.getReport().userLimits.max_user_processes.soft
if (most !== ${limits.processes}) holes.push('processes are not limited')
const socket = net.connect(Number(port), '127.0.0.1')
const end = (hole) => { if (hole) holes.push(hole); process.stdout.write(holes.join(', ') + ' done'); process.exit() }
socket.once('connect', () => end('the network can be reached'))
socket.once('error', () => end(null))
`

/** The first that is not held, in words; null when all is. */
export const holeIn = async (fence: Fence, identity: FenceSpec['identity']): Promise<string | null> => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'answerable-fence-'))
  let visits = 0
  const listener = createServer((socket) => {
    visits++
    socket.destroy()
  })
  try {
    await writeFile(join(folder, 'canary'), 'x', { mode: 0o644 })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as AddressInfo
    const { stdout, stderr, endedBy } = await fence.run({
      program: await pinProgram(process.execPath),
      args: ['--jitless', '-e', attempt, folder, String(port), String(process.pid)],
      system: 'programs',
      reads: [],
      writes: [],
      network: 'none',
      environment: {},
      identity,
      groups: [],
      limits,
    })
    if (visits > 0) return 'a connection left it'
    if ((await readdir(folder)).length !== 1) return 'a file was written outside'
    if (!stdout.endsWith(' done')) return `the trial did not come to its end (${endedBy}) ${stderr.split('\n', 1)[0]!.slice(0, 200)}`.trim()
    const told = stdout.slice(0, -' done'.length)
    return told === '' ? null : told
  } finally {
    listener.close()
    await rm(folder, { recursive: true, force: true })
  }
}
