/**
 * A real OpenAI-compatible server: llama.cpp's own, as the Python package xllamacpp carries it. `.ci/run` installs it (34 MB);
 * where it is not there, tests skip with `llamaServerMissing`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { endChild } from './end-child.ts'
import { freePort } from './free-port.ts'

export interface LlamaServer extends AsyncDisposable {
  /** Without `/v1`. */
  readonly url: string
}

const python = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'answerable/test-parts/python/bin/python')
const isInstalled = spawnSync(python, ['-c', 'import xllamacpp'], { stdio: 'ignore' }).status === 0

export const llamaServerMissing = isInstalled ? false : 'no llama.cpp server here: .ci/run installs one (Python package xllamacpp)'

/** Serves the model when the promise resolves. */
export const startLlamaServer = async (modelPath: string): Promise<LlamaServer> => {
  const port = await freePort()
  const child = spawn(python, [join(import.meta.dirname, 'llama-server.py'), modelPath, String(port)], { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-2000)))
  const url = `http://127.0.0.1:${port}`
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`The llama.cpp server ended with ${child.exitCode}. It said: ${said}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await endChild(child)
    },
  }
}

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/health`).catch(() => null))?.ok ?? false
