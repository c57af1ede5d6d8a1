/** A real Prometheus for tests, on loopback: the one of the system, or the one that `.ci/run` unpacks beside the other test parts. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endChild } from './end-child.ts'
import { freePort } from './free-port.ts'

const parts = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'answerable/test-parts/prometheus/usr/bin')

const find = (name: string): string | null => {
  const unpacked = join(parts, name)
  if (existsSync(unpacked)) return unpacked
  return spawnSync(name, ['--version']).status === 0 ? name : null
}

export const promtool = find('promtool')
const prometheus = find('prometheus')

/** For `skip`: false where it can run. */
export const prometheusMissing = prometheus && promtool ? false : 'Prometheus is not installed (apt-get install prometheus)'

export interface TestPrometheus extends AsyncDisposable {
  readonly url: string
  /** What the API gives under `data`; fails with its error. */
  api<Data>(path: string): Promise<Data>
}

/** Scrapes by this configuration, with its data in a folder of its own. */
export const startPrometheus = async (configFile: string): Promise<TestPrometheus> => {
  const data = mkdtempSync(join(tmpdir(), 'answerable-prometheus-'))
  const port = await freePort()
  const child = spawn(prometheus!, [`--config.file=${configFile}`, `--storage.tsdb.path=${data}`, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  const url = `http://127.0.0.1:${port}`
  const stop = async (): Promise<void> => {
    await endChild(child)
    rmSync(data, { recursive: true, force: true })
  }
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended with ${child.exitCode}. It said: ${said}`)
    await delay(50)
  }
  const api = async <Data>(path: string): Promise<Data> => {
    const answer = (await (await fetch(`${url}/api/v1/${path}`)).json()) as { status: string; data: Data; error?: string }
    if (answer.status !== 'success') throw new Error(`${decodeURIComponent(path)}: ${answer.error}`)
    return answer.data
  }
  return { url, api, [Symbol.asyncDispose]: stop }
}

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/-/ready`)).ok
  } catch {
    return false
  }
}
