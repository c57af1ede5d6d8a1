/** Phoenix, a receiver and viewer of traces (Arize, from PyPI), on loopback with a database of its own. `.ci/run` installs it beside the other test parts. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endChild } from './end-child.ts'
import { freePort } from './free-port.ts'

const program = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'answerable/test-parts/phoenix/bin/phoenix')

/** For `skip`: false where it can run. */
export const phoenixMissing = existsSync(program) ? false : 'Phoenix is not installed (pip install arize-phoenix)'

/** A span as Phoenix gives it back. */
export interface PhoenixSpan {
  readonly name: string
  readonly span_kind: string
  readonly context: { readonly trace_id: string; readonly span_id: string }
  readonly parent_id: string | null
  readonly status_code: string
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface Phoenix extends AsyncDisposable {
  readonly url: string
  /** Resolves when it has so many spans of this trace. */
  spans(traceId: string, count: number): Promise<PhoenixSpan[]>
}

export const startPhoenix = async (): Promise<Phoenix> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-phoenix-'))
  const [port, grpcPort] = [await freePort(), await freePort()]
  const child = spawn(program, ['serve'], {
    env: {
      ...process.env,
      PHOENIX_WORKING_DIR: home,
      PHOENIX_HOST: '127.0.0.1',
      PHOENIX_PORT: String(port),
      PHOENIX_GRPC_PORT: String(grpcPort),
      PHOENIX_TELEMETRY_ENABLED: 'false',
    },
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  while (!(await isUp(url))) {
    if (child.exitCode !== null) throw new Error(`Phoenix ended with ${child.exitCode} before it listened.`)
    await delay(100)
  }
  return {
    url,
    spans: async (traceId, count) => {
      for (;;) {
        const { data } = (await (await fetch(`${url}/v1/projects/default/spans?limit=1000`)).json()) as { data?: PhoenixSpan[] }
        const found = (data ?? []).filter(({ context }) => context.trace_id === traceId)
        if (found.length >= count) return found
        await delay(200)
      }
    },
    [Symbol.asyncDispose]: async () => {
      await endChild(child)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const isUp = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/healthz`)).ok
  } catch {
    return false
  }
}
