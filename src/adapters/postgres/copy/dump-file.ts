/** A copy as a file: gzip, one JSON document a line: what it is, batches of rows, and at the end what must come out. */
import { createReadStream, createWriteStream } from 'node:fs'
import { link, open, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { AppError, isAppError } from '../../../base/error.ts'
import { throwIfAborted } from '../../../base/async.ts'
import type { DatabaseCopy, OnCopied, RowBatch, TableTotal, Totals } from './copy.ts'

const format = 'answerable-database-1'

/** Durable and whole when it resolves, under this name only then. Fails with `conflict` where the file exists. */
export const writeDump = async (path: string, copy: DatabaseCopy, onCopied: OnCopied, signal?: AbortSignal): Promise<readonly TableTotal[]> => {
  const making = `${path}.${process.pid}.new`
  let totals: Totals | null = null
  const lines = async function* (): AsyncGenerator<string> {
    yield line({ format, migrations: copy.migrations, rows: copy.rows })
    const batches = copy.batches()
    for (;;) {
      throwIfAborted(signal)
      const step = await batches.next()
      if (step.done) {
        totals = step.value
        return yield line({ totals })
      }
      yield line(step.value)
      onCopied(step.value.table, step.value.rows.length)
    }
  }
  try {
    await pipeline(Readable.from(lines()), createGzip({ level: 4 }), createWriteStream(making, { mode: 0o600, flags: 'wx' }))
    await sync(making)
    // Unlike a rename it never takes the place of a file that is there.
    await link(making, path)
  } catch (error) {
    throw isAppError(error) ? error : unwritable(path, error as NodeJS.ErrnoException)
  } finally {
    await rm(making, { force: true })
  }
  return totals!.tables
}

/** Reads it once, from its beginning. Fails with `invalid` where it is none, or cut short. */
export const readDump = async (path: string): Promise<DatabaseCopy> => {
  const source = createReadStream(path)
  const unzipped = createGunzip()
  source.on('error', (error) => unzipped.destroy(error))
  const lines = createInterface({ input: source.pipe(unzipped), crlfDelay: Infinity })[Symbol.asyncIterator]()
  const next = async (): Promise<Record<string, unknown>> => {
    const step = await lines.next().catch((error: unknown) => {
      throw unreadable(path, error)
    })
    if (step.done) throw unreadable(path)
    return parse(path, step.value)
  }
  // readline hands errors of its input to nobody.
  unzipped.on('error', () => {})
  const head = await next()
  if (head['format'] !== format) throw unreadable(path)
  return {
    migrations: head['migrations'] as DatabaseCopy['migrations'],
    rows: Number(head['rows']),
    batches: async function* () {
      for (;;) {
        const it = await next()
        if ('totals' in it) return it['totals'] as Totals
        yield it as unknown as RowBatch
      }
    },
  }
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`

const parse = (path: string, text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch (error) {
    throw unreadable(path, error)
  }
}

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const unreadable = (path: string, cause?: unknown): AppError =>
  new AppError(
    'invalid',
    `"${path}" is no whole backup of Answerable: it is missing, of another kind, or was cut short. Name a file that "answerable database backup" wrote.`,
    {
      cause,
    },
  )

const unwritable = (path: string, cause: NodeJS.ErrnoException): AppError => {
  if (cause.code === 'EEXIST') return new AppError('conflict', `There is a file "${path}" already, and backups never overwrite one. Name another.`, { cause })
  if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT')
    return new AppError('no_space', `The disk of "${path}" is full. Free some space and back up again.`, { cause })
  if (cause.code === 'ENOENT' || cause.code === 'EACCES' || cause.code === 'EROFS')
    return new AppError('invalid', `"${path}" cannot be written: ${cause.message}.`, { cause })
  return cause as unknown as AppError
}
