import { z } from 'zod'
import type { DatabaseCopied, OnRows } from './database-desk.ts'
import { operation, type Context } from './operation.ts'

const copied = z.object({
  from: z.string(),
  to: z.string(),
  tables: z
    .array(z.object({ table: z.string(), rows: z.int(), hash: z.string().describe('SHA-256 of its rows, added up; the same on both sides') }))
    .describe('Those that hold rows'),
  rows: z.int(),
  notes: z.array(z.string()).describe('What to do next, and what was not copied'),
})

const present = ({ from, to, tables, notes }: DatabaseCopied): z.input<typeof copied> => ({
  from,
  to,
  tables: tables.filter(({ rows }) => rows > 0).map((it) => ({ ...it })),
  rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  notes: [...notes],
})

const telling =
  ({ onEvent }: Context): OnRows =>
  ({ done, total, table }) =>
    onEvent?.({ type: 'steps', data: { done, total, unit: 'rows', note: table } })

const file = z.string().min(1).meta({ path: true })

export const databaseStatus = operation({
  name: 'databaseStatus',
  summary: 'Which database is in use, what is in it, and how its replicas follow',
  effect: 'read',
  access: 'owner',
  http: null,
  cli: { words: ['database', 'status'] },
  input: z.strictObject({}),
  output: z.object({
    kind: z.enum(['embedded', 'server']),
    where: z.string(),
    version: z.string().describe('Of PostgreSQL'),
    bytes: z.int(),
    schema: z.string().describe('The newest migration'),
    tables: z.array(z.object({ table: z.string(), rows: z.int() })),
    replicas: z.array(
      z.object({
        where: z.string(),
        state: z.enum(['following', 'behind', 'unavailable']),
        reads: z.int().describe('Answered there since this process started'),
        handed_over: z.int().describe('Taken over by the primary'),
        message: z.string(),
      }),
    ),
  }),
  run: async (app) => {
    const { tables, replicas, ...state } = await app.databases.state()
    return {
      ...state,
      tables: tables.map((it) => ({ ...it })),
      replicas: replicas.map(({ handedOver, ...it }) => ({ ...it, handed_over: handedOver })),
    }
  },
})

export const moveDatabase = operation({
  name: 'moveDatabase',
  summary: 'Copy everything into an empty database, and compare both sides; the source stays as it is',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['database', 'move'] },
  input: z.strictObject({
    to: z.string().min(1).meta({ path: true }).describe('An empty database (postgres://user:password@host:5432/name), or a new data folder'),
    from: z.string().min(1).optional().meta({ path: true }).describe('Database or data folder to copy. Default: the one of the settings'),
  }),
  output: copied,
  run: async (app, { from = null, to }, context) => present(await app.databases.move({ from, to }, telling(context), context.signal)),
})

export const backupDatabase = operation({
  name: 'backupDatabase',
  summary: 'Copy everything into a file, as of one moment, while the server goes on',
  effect: 'read',
  access: 'owner',
  http: null,
  cli: { words: ['database', 'backup'], positional: ['file'] },
  input: z.strictObject({ file: file.describe('File to write; one that exists is never overwritten') }),
  output: copied,
  run: async (app, input, context) => present(await app.databases.backup(input.file, telling(context), context.signal)),
})

export const restoreDatabase = operation({
  name: 'restoreDatabase',
  summary: 'Bring a backup back into an empty database, and compare it with the file',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['database', 'restore'], positional: ['file'] },
  input: z.strictObject({ file: file.describe('File that "database backup" wrote') }),
  output: copied,
  run: async (app, input, context) => present(await app.databases.restore(input.file, telling(context), context.signal)),
})
