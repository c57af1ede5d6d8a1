import { constants, lstatSync, realpathSync, type Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Systems } from '../../../domain/systems.ts'
import type { OpenedFence } from '../../fence/fence.ts'
import { Unseen } from '../look.ts'
import { failureCode } from '../net/get.ts'
import { journalOf } from './journal.ts'

export type WatchedLog = Systems['logs'][number]

export interface LogTail {
  readonly chunks: AsyncIterable<Uint8Array>
  /** Of the whole file; null for a journal. */
  readonly size: number | null
  readonly modifiedAt: Date | null
  /** It is longer than what is read. */
  readonly isCut: boolean
}

/** A file that the operator named by a link is the one behind it as it was then; links that come later are not followed. */
export const withoutLink = (log: WatchedLog): WatchedLog => {
  if (!('file' in log.from)) return log
  const { file } = log.from
  return isLink(file) ? { ...log, from: { file: realpathSync(file) } } : log
}

/** One that leads nowhere is none: it is not followed later either. */
const isLink = (file: string): boolean => {
  try {
    return lstatSync(file).isSymbolicLink() && realpathSync(file) !== file
  } catch {
    return false
  }
}

/** The last bytes of a log. Fails with `Unseen`; a pipe or device is none. */
export const openTail = async (
  log: WatchedLog,
  mostBytes: number,
  minutes: number,
  openFence: () => Promise<OpenedFence>,
  signal: AbortSignal,
): Promise<LogTail> => {
  if ('unit' in log.from) {
    const text = await journalOf(log.from.unit, { minutes, lines: 5000 }, openFence, signal)
    return { chunks: one(Buffer.from(text)), size: null, modifiedAt: null, isCut: false }
  }
  const tail = await fileTail(log.name, log.from.file, mostBytes)
  return tail.isCut ? tail : withRotated(tail, log.name, `${log.from.file}.1`, mostBytes, minutes)
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const fileTail = async (name: string, path: string, mostBytes: number): Promise<LogTail> => {
  // Without waiting: a pipe that nobody writes to would hold the look. No link: a service that owns its folder would show any file with it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch((error: unknown) => {
    throw new Unseen(`The log "${name}" cannot be read (${failureCode(error)}).`)
  })
  let found: Stats
  try {
    found = await file.stat()
    if (!found.isFile()) throw new Unseen(`The log "${name}" is no file but a folder, a pipe or a device.`)
  } catch (error) {
    await file.close()
    throw error
  }
  const start = Math.max(0, found.size - mostBytes)
  return { chunks: bytesOf(file, start, found.size), size: found.size, modifiedAt: found.mtime, isCut: start > 0 }
}

/** A log that was just rotated goes on where the file before it (`FILE.1`, as logrotate names it) ends: nothing between two looks is lost. */
const withRotated = async (tail: LogTail, name: string, path: string, mostBytes: number, minutes: number): Promise<LogTail> => {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile() || found.mtimeMs < Date.now() - minutes * 60_000) return tail
  const before = await fileTail(name, path, mostBytes - (tail.size ?? 0)).catch(() => null)
  return before ? { ...tail, chunks: oneAfterTheOther(before.chunks, tail.chunks), isCut: before.isCut } : tail
}

async function* oneAfterTheOther(first: AsyncIterable<Uint8Array>, second: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isSecondBegun = false
  try {
    yield* first
    isSecondBegun = true
    yield* second
  } finally {
    // What was never begun would never close its file.
    if (!isSecondBegun) for await (const _chunk of second) break
  }
}

const chunkBytes = 256 * 1024

/** As long as it was when it was opened: what is written meanwhile belongs to the next look, and what is cut meanwhile ends it. */
async function* bytesOf(file: Awaited<ReturnType<typeof open>>, start: number, end: number): AsyncGenerator<Uint8Array> {
  let isFirst = start > 0
  try {
    for (let position = start; position < end;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(chunkBytes, end - position)), 0, undefined, position)
      if (bytesRead === 0) return
      position += bytesRead
      const read = buffer.subarray(0, bytesRead)
      // It begins in the middle of a line.
      const from = isFirst ? read.indexOf(0x0a) + 1 : 0
      isFirst = false
      yield read.subarray(from)
    }
  } finally {
    await file.close()
  }
}
