/** The thread that PGlite runs on: it blocks its thread while it works, so it has one of its own. */
import { fsyncSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { vector } from '@electric-sql/pglite-pgvector'
import { AppError } from '../../base/error.ts'
import { Moved, serveWorker } from '../workers/rpc.ts'
import { ensurePgliteFolder } from './pglite-folder.ts'
import { translateSqlError } from './sql-errors.ts'

export interface RunInput {
  /** Script before the statement, in the same transaction. */
  before?: string | undefined
  sql: string
  values?: readonly unknown[] | undefined
  /** Script after it; when the statement or this fails, the transaction is rolled back. */
  after?: string | undefined
  /** Gives `TextRows` instead of objects: what is exact stays so. */
  asText?: boolean | undefined
  /** Refuse before the disk is really full: PostgreSQL may abort when its log cannot grow. */
  needsSpace?: boolean | undefined
}

/** Values as PostgreSQL writes them, but booleans. */
export interface TextRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | boolean | null)[])[]
}

/** Two segments of the write-ahead log, 16 MiB each: with less, a commit can end in an abort of the whole instance. */
const spaceFloorBytes = 32 * 1024 * 1024

let database: PGlite | null = null
let folder = ''
let arrayOfVectors: number | null = null

const handlers = {
  open: async ({ dir, templateDir }: { dir: string; templateDir: string | null }): Promise<void> => {
    folder = dir
    await guarded(async () => {
      await ensurePgliteFolder(dir, templateDir, (target) => createPglite(target))
      database = await createPglite(dir)
    })
  },

  run: async ({ before, sql, values, after, needsSpace, asText }: RunInput): Promise<unknown> => {
    const open = database
    if (!open) throw new AppError('unavailable', 'The database is closed. Start the program again.')
    if (needsSpace) checkSpace()
    return guarded(async () => {
      try {
        if (before) await open.exec(before)
        const text = asText ? await runAsText(open, sql, values ?? []) : null
        const rows = text ? [] : values ? await runOne(open, sql, values) : ((await open.exec(sql)).at(-1)?.rows ?? [])
        if (after) await open.exec(after)
        return text ?? moved(rows)
      } catch (error) {
        if (before || after) await open.exec('rollback').catch(() => {})
        throw error
      }
    })
  },

  close: async (): Promise<void> => {
    await database?.close()
    database = null
  },
}

export type PgliteHandlers = typeof handlers

const createPglite = (dir: string): Promise<PGlite> =>
  PGlite.create({
    fs: new DurableFs(dir),
    extensions: { vector },
    startParams: [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), ...settings.flatMap((setting) => ['-c', setting])],
    parsers: { 17: (hex: string) => Buffer.from(hex.slice(2), 'hex') },
  } satisfies PGliteOptions)

const settings = [
  // The default method, fdatasync, is an empty function in the WASM build.
  'wal_sync_method=fsync',
  // Files are mapped by the kernel's cache already; the default of 128 MB doubled the memory of the process.
  'shared_buffers=16MB',
  'max_connections=4',
  'max_wal_size=128MB',
  'min_wal_size=32MB',
]

/** NodeFS as shipped never syncs: after a power cut every acknowledged commit was gone. With this hook each commit is one fsync. */
class DurableFs extends NodeFS {
  override async init(...parameters: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...parameters)
    const preRun = (made.emscriptenOpts.preRun ?? []) as ((module: EmscriptenModule) => void)[]
    const hooked = [...preRun, hookSync] as unknown as NonNullable<typeof made.emscriptenOpts.preRun>
    return { emscriptenOpts: { ...made.emscriptenOpts, preRun: hooked } }
  }
}

interface EmscriptenModule {
  FS: { filesystems: { NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } } } }
}

/** A sync that fails throws through the WASM and ends this instance, on purpose: what the disk holds is unknown until the log is read again. */
const hookSync = (module: EmscriptenModule): void => {
  module.FS.filesystems.NODEFS.stream_ops.fsync = (stream) => {
    fsyncSync(stream.nfd)
    return 0
  }
}

const runOne = async (open: PGlite, sql: string, values: readonly unknown[]): Promise<unknown[]> => {
  if (values.some((value) => value instanceof Uint8Array)) arrayOfVectors ??= await findVectorArrayType(open)
  const binary = (value: unknown): never => value as never
  const serializers = { 17: binary, ...(arrayOfVectors && { [arrayOfVectors]: binary }) }
  return (await open.query(sql, [...values], { serializers })).rows
}

const runAsText = async (open: PGlite, sql: string, values: readonly unknown[]): Promise<TextRows> => {
  const asWritten = Object.fromEntries(Object.keys(open.parsers).flatMap((type) => (type === booleanType ? [] : [[type, (text: string) => text]])))
  const { fields, rows } = await open.query<TextRows['rows'][number]>(sql, [...values], { rowMode: 'array', parsers: asWritten })
  return { columns: fields.map(({ name }) => name), rows }
}

const booleanType = '16'

const findVectorArrayType = async (open: PGlite): Promise<number | null> => {
  const { rows } = await open.query<{ oid: number }>(`select typarray::int as oid from pg_type where typname = 'vector'`)
  return rows[0]?.oid ?? null
}

/** Large binary values change owner instead of being copied. */
const moved = (rows: unknown[]): unknown => {
  const buffers = rows
    .flatMap((row) => Object.values(row as object))
    .filter((value): value is Buffer<ArrayBuffer> => Buffer.isBuffer(value) && value.length > 65_536)
  return buffers.length === 0
    ? rows
    : new Moved(
        rows,
        buffers.filter((buffer) => buffer.byteLength === buffer.buffer.byteLength).map((buffer) => buffer.buffer),
      )
}

const checkSpace = (): void => {
  const { bavail, bsize } = statfsSync(dirname(folder))
  if (bavail * bsize < spaceFloorBytes) throw translateSqlError({ code: '53100', message: 'less than 32 MiB free' }, folder)
}

/** Errors keep their meaning over the port; an abort of the WASM ends the thread, and the owner opens it again from the log. */
const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (isAbort(error)) setImmediate(() => process.exit(1))
    throw translateSqlError(error, folder)
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && (error.name === 'RuntimeError' || /^Aborted|ENOSPC|EIO/.test(error.message))

// V8's optimising compiler takes 600 MB for 0.8 s over one function of PGlite, the loop that evaluates expressions, as soon as it is warm (peak 753
// against 209 MB). The flag holds for the whole process and lets only function 0 of a module be optimised: in PGlite that is an import, in the
// scan of the vector search it is the scan. Without it PGlite stores documents in a fifth less of processor time.
setFlagsFromString('--wasm-tier-up-filter=0')

serveWorker(handlers)
