/** Owns one `parse-process.ts`: starts it behind its fence, hands it documents, and tells how it ended. */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { fromPlain, type PlainError } from '../../base/error.ts'
import { maxFileBytes, type ParsedFile, type ParseHints } from '../../domain/source.ts'
import { bareEnvironment, elsewhere, findFence, nodeFlags } from './fence.ts'
import { readFrames, writeFrame, type Frame } from './frames.ts'

export interface ParseProcessOptions {
  readonly preparation: { readonly url: string; readonly settings?: unknown }
  readonly tokenizerPath: string | null
  readonly memoryMb: number
  /** Of one answer, text and chunks. */
  readonly maxOutputBytes: number
}

export interface ParseProcess {
  readonly pid: number
  readonly tokenizerPath: string | null
  /** Resolves when it waits for documents; never when it ends before. */
  readonly ready: Promise<void>
  /** Never settles when the process ends first: race it with `ended`. */
  parse(bytes: Uint8Array, hints: ParseHints): Promise<ParsedFile>
  readonly ended: Promise<Ending>
  kill(): Promise<Ending>
}

export interface Ending {
  readonly reason: 'out_of_memory' | 'too_much_output' | 'broken'
  /** Signal or exit code, and the last it said. */
  readonly cause: Error
}

export const startParseProcess = async (options: ParseProcessOptions): Promise<ParseProcess> => {
  const { preparation, tokenizerPath, memoryMb, maxOutputBytes } = options
  const { wrapper } = await findFence()
  const module = fileURLToPath(new URL(`./parse-process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url))
  const [file, ...args] = [
    ...wrapper,
    process.execPath,
    ...nodeFlags(memoryMb, tokenizerPath),
    module,
    preparation.url,
    JSON.stringify(preparation.settings ?? null),
    tokenizerPath ?? '',
    String(maxFileBytes + hintsRoomBytes),
  ]
  const child = spawn(file!, args, { cwd: elsewhere(), env: bareEnvironment(), stdio: ['ignore', 'ignore', 'pipe', 'pipe'], windowsHide: true })
  const pipe = child.stdio[3] as Socket
  let lastWords = ''
  child.stderr!.on('data', (data: Buffer) => (lastWords = (lastWords + data.toString('utf8')).slice(-4000)))
  child.once('spawn', () => void yieldToOthers(child.pid!))
  pipe.on('error', () => {}) // It ends with the process, which is told by `ended`.

  let refused: 'too_large' | 'broken' | null = null
  let waiting: ((frame: Frame) => void) | null = null
  readFrames(pipe, {
    maxBytes: maxOutputBytes,
    onFrame: (frame) => waiting?.(frame),
    onRefused: (reason) => {
      refused = reason
      child.kill('SIGKILL')
    },
  })
  const nextFrame = (): Promise<Frame> =>
    new Promise((resolve) => {
      waiting = (frame) => {
        waiting = null
        resolve(frame)
      }
    })
  /** An idle process does not keep the program alive; a document does. */
  const hold = (held: boolean): void => {
    for (const handle of [child, pipe, child.stderr as Socket]) handle[held ? 'ref' : 'unref']()
  }

  const ended = new Promise<Ending>((resolve) => {
    child.once('error', (cause) => resolve({ reason: 'broken', cause }))
    child.once('close', (code, signal) =>
      resolve({
        reason: refused === 'too_large' ? 'too_much_output' : /heap out of memory|Array buffer allocation failed/.test(lastWords) ? 'out_of_memory' : 'broken',
        cause: new Error(`The process that parses ended (${signal ?? `code ${code}`}). ${lastWords}`.trim()),
      }),
    )
  })

  return {
    pid: child.pid ?? 0,
    tokenizerPath,
    ready: nextFrame().then(() => hold(false)),
    parse: async (bytes, hints) => {
      hold(true)
      const answer = nextFrame()
      writeFrame(pipe, { head: hints, body: bytes })
      const { head, body } = await answer
      hold(false)
      const { parsed, error } = head as { parsed?: Omit<ParsedFile, 'text'>; error?: PlainError }
      if (!parsed) throw fromPlain(error!)
      return { ...parsed, text: Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf16le') }
    },
    ended,
    kill: async () => {
      child.ref()
      child.kill('SIGKILL')
      return ended
    },
  }
}

// A title and metadata come along with a document.
const hintsRoomBytes = 4 * 1024 * 1024

/** Questions come before documents; and when memory runs out, the kernel should end this process and not the program. */
const yieldToOthers = async (pid: number): Promise<void> => {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system has no priorities.
  }
  if (process.platform === 'linux') await writeFile(`/proc/${pid}/oom_score_adj`, '500').catch(() => {})
}
