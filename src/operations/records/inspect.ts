import { z } from 'zod'
import { operation } from '../operation.ts'
import { collectionName } from '../schemas.ts'
import { descriptionFile } from './record-schemas.ts'

export const inspectRecords = operation({
  name: 'inspectRecords',
  summary: 'Draft the description of a database of records from its own tables, keys, comments and values',
  effect: 'read',
  access: 'owner',
  http: null,
  cli: { words: ['records', 'inspect'], positional: ['source'] },
  input: z.strictObject({
    source: z
      .array(z.string().min(1))
      .min(1)
      .max(100)
      .meta({ path: true })
      .describe(
        'The name of an environment variable that holds a PostgreSQL address, a SQLite file, or .json, .jsonl, .csv and .tsv files or a folder of them',
      ),
    schema: z.string().min(1).max(63).default('public').describe('Of a PostgreSQL server: the schema to look into'),
    collection: collectionName,
    out: z.string().min(1).meta({ path: true }).optional().describe('Write the draft to this file'),
    force: z.boolean().default(false).describe('Replace the file where it is there already'),
  }),
  output: z.object({ yaml: z.string(), file: z.string().nullable(), notes: z.array(z.string()) }),
  run: async (app, { out = null, ...request }, { signal, onEvent }) => {
    const draft = await app.records.inspect(
      { ...request, out },
      ({ done, total, table }) => onEvent?.({ type: 'steps', data: { done, total, unit: 'rows', note: table } }),
      signal,
    )
    return { ...draft, notes: [...draft.notes] }
  },
})

export const recordPolicies = operation({
  name: 'recordPolicies',
  summary: 'Print the SQL that makes a database hold its customers apart: roles, grants and row security',
  effect: 'read',
  access: 'owner',
  http: null,
  cli: { words: ['records', 'policies'], positional: ['file'] },
  input: z.strictObject({ file: descriptionFile }),
  output: z.object({ sql: z.string() }),
  run: (app, { file }) => app.records.policies(file),
})
