/** A PgBouncer with transaction pooling in front of a test server: few sessions for many clients, and none of them keeps its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endChild } from './end-child.ts'
import { freePort } from './free-port.ts'
import { onServer, postgresMissing } from './postgres-server.ts'

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(existsSync)

/** For `{ skip }` of a test. */
export const pgbouncerMissing: string | false = postgresMissing || (program ? false : 'no PgBouncer here: run .ci/run once, or apt-get install pgbouncer')

export interface Pooler extends AsyncDisposable {
  /** The same database as at this address of the server, by way of the pooler. */
  urlOf(serverUrl: string): string
}

/** `sessions` for each database and role; `others`: roles beside that of the address that come through it. */
export const startPgbouncer = async (serverUrl: string, sessions: number, others: readonly { name: string; password: string }[] = []): Promise<Pooler> => {
  const { username, password, port: serverPort } = new URL(serverUrl)
  const dir = mkdtempSync(join(tmpdir(), 'answerable-pgbouncer-'))
  const port = await freePort()
  writeFileSync(join(dir, 'users'), [{ name: username, password }, ...others].map((role) => `"${role.name}" "${role.password}"\n`).join(''))
  writeFileSync(
    join(dir, 'pgbouncer.ini'),
    `[databases]\n* = host=127.0.0.1 port=${serverPort}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = ${join(dir, 'users')}\npool_mode = transaction\ndefault_pool_size = ${sessions}\nmax_client_conn = 200\n`,
  )
  for (const path of [dir, join(dir, 'users'), join(dir, 'pgbouncer.ini')]) chmodSync(path, 0o755)
  // It refuses to run as root.
  const child = spawn(program!, ['-q', join(dir, 'pgbouncer.ini')], { stdio: 'ignore', ...(process.getuid?.() === 0 && { uid: 65534, gid: 65534 }) })
  const urlOf = (url: string): string => Object.assign(new URL(url), { port: String(port) }).href
  const close = async (): Promise<void> => {
    await endChild(child)
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    await untilReady(urlOf(serverUrl), child)
  } catch (error) {
    await close()
    throw error
  }
  return { urlOf, [Symbol.asyncDispose]: close }
}

const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 50) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended with ${child.exitCode} at its start.`)
    if (await onServer(url, 'select 1').catch(() => null)) return
    await delay(50)
  }
  throw new Error('PgBouncer was not ready after 20 s.')
}
