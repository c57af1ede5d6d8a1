import { z } from 'zod'
import { AppError } from '../../base/error.ts'
import { operation } from '../operation.ts'
import { collectionName } from '../schemas.ts'
import { connectionSchema, descriptionFile, findingSchema, presentConnection } from './record-schemas.ts'

export const connectRecords = operation({
  name: 'connectRecords',
  summary: 'Connect a database of records, as a file describes it, so that customers can ask about their own',
  effect: 'write',
  access: 'owner',
  streams: true,
  http: { method: 'POST', path: '/records' },
  cli: { words: ['records', 'connect'], positional: ['file'] },
  input: z.strictObject({ file: descriptionFile }),
  output: z.object({
    connection: connectionSchema,
    findings: z.array(findingSchema),
    imported: z.array(z.object({ table: z.string(), rows: z.int() })).describe('Empty where the rows stay in their own database'),
    notes: z.array(z.string()),
  }),
  run: async (app, { file }, { signal, onEvent }) => {
    const { summary, findings, imported, notes } = await app.records.connect(
      file,
      ({ done, total, table }) => onEvent?.({ type: 'steps', data: { done, total, unit: 'rows', note: table } }),
      signal,
    )
    return { connection: presentConnection(summary), findings: [...findings], imported: [...imported], notes: [...notes] }
  },
})

export const listRecords = operation({
  name: 'listRecords',
  summary: 'List the databases of records that are connected, and what is wrong with them',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/records' },
  cli: { words: ['records', 'list'] },
  input: z.strictObject({}),
  output: z.object({ connections: z.array(connectionSchema) }),
  run: async (app) => ({ connections: (await app.records.list()).map(presentConnection) }),
})

export const removeRecords = operation({
  name: 'removeRecords',
  summary: "Disconnect a collection's records; rows that were imported are removed, somebody else's database is not touched",
  effect: 'destroy',
  access: 'owner',
  http: { method: 'DELETE', path: '/records/{collection}', status: 200 },
  cli: { words: ['records', 'remove'], positional: ['collection'] },
  input: z.strictObject({ collection: collectionName.unwrap().describe('The collection that they are connected to') }),
  output: z.object({ removed: z.string() }),
  run: async (app, { collection }) => {
    if (!(await app.records.remove(collection)))
      throw new AppError('not_found', `No records are connected to the collection "${collection}". "answerable records list" shows which are.`)
    return { removed: collection }
  },
})
