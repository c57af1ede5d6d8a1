// Brings a checkout into working order: installs what is missing, builds the page when it changed. Says each step on stderr.
// Plain JavaScript, because the first time it runs under whatever Node the machine has; afterwards under the project's own Node 24.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const say = (text) => process.stderr.write(`setup: ${text}\n`)

const modifiedMs = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

const newestMs = (path) => {
  if (!existsSync(path)) return 0
  if (!statSync(path).isDirectory()) return modifiedMs(path)
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => name !== 'dist')
      .map((name) => newestMs(join(path, name))),
  )
}

/** Two programs may start in a fresh checkout at once: one sets up, the others wait. The lock of a dead process is taken over. */
const alone = (work) => {
  const lock = join(root, '.setup-lock')
  const waitUntil = Date.now() + 10 * 60_000
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      if (!ownerLives(lock)) rmSync(lock, { recursive: true, force: true })
      else if (Date.now() > waitUntil) throw new Error(`Another setup has held ${lock} for ten minutes. Delete it and try again.`)
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    }
  }
  try {
    writeFileSync(join(lock, 'pid'), String(process.pid))
    work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

const ownerLives = (lock) => {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return true
  } catch (error) {
    if (error.code === 'EPERM') return true
    // Made a moment ago and not signed yet: leave its owner a second.
    return error.code === 'ENOENT' && Date.now() - modifiedMs(lock) < 1000
  }
}

const run = (command, args, env = {}) => {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr], env: { ...process.env, ...env } })
  if (result.error) throw new Error(`${command} could not be started: ${result.error.message}`)
  if (result.status !== 0) throw new Error(`"${command} ${args.join(' ')}" ended with ${result.status ?? result.signal}. The lines above say why.`)
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
const installedMark = join(root, 'node_modules/.installed-lock')

/** By what the lock says, not by when it was written: a checkout that touches the file must not take away what runs. */
const isInstalled = () => {
  const hasNode = existsSync(ownNode()) || Number(process.versions.node.split('.')[0]) >= 24
  if (!hasNode) return false
  if (existsSync(installedMark)) return readFileSync(installedMark, 'utf8') === lockHash()
  // Somebody ran npm by hand.
  return modifiedMs(join(root, 'node_modules/.package-lock.json')) >= Math.max(modifiedMs(join(root, 'package-lock.json')), 1)
}

const install = () => {
  say('installing dependencies (once, about a minute) …')
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  // Without it onnxruntime's install script downloads GPU files of hundreds of megabytes, or fails where it cannot.
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip' }
  const npm = process.env.npm_execpath
  if (npm) run(process.execPath, [npm, ...args], env)
  else run('npm', args, env)
  linkNode()
  writeFileSync(installedMark, lockHash())
}

const ownNode = () => join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

/** npm 10 makes no link for the program of an optional package. */
const linkNode = () => {
  if (existsSync(ownNode()) || process.platform === 'win32') return
  const bins = [`node-${process.platform}-${process.arch}/bin/node`, `node-bin-${process.platform}-${process.arch}/bin/node`]
  const found = bins.find((path) => existsSync(join(root, 'node_modules', path)))
  if (found) symlinkSync(join('..', found), ownNode())
  else if (Number(process.versions.node.split('.')[0]) < 24)
    throw new Error(`No Node 24 package exists for ${process.platform}-${process.arch}. Install Node 24 or newer and run this again.`)
}

const buildPage = () => {
  say('building the page …')
  run(existsSync(ownNode()) ? ownNode() : process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'error'])
}

const pageIsBuilt = () => modifiedMs(join(root, 'web/dist/index.html')) >= newestMs(join(root, 'web'))

try {
  const major = Number(process.versions.node.split('.')[0])
  if (major < 20) throw new Error(`This is Node ${process.versions.node}; Answerable needs Node 20 or newer to install itself.`)
  const wantsPage = process.argv.includes('--page')
  if (!isInstalled() || (wantsPage && !pageIsBuilt())) {
    alone(() => {
      if (!isInstalled()) install()
      if (wantsPage && !pageIsBuilt()) buildPage()
    })
  }
} catch (error) {
  say(error.message)
  process.exit(1)
}
