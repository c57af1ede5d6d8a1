import { z } from 'zod'
import { existences } from '../../domain/record-miss.ts'
import { operation } from '../operation.ts'
import { collectionName } from '../schemas.ts'

export const refusedRecords = operation({
  name: 'refusedRecords',
  summary: 'List the ids that customers asked for in vain, newest first, and whether they are those of others',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/records/{collection}/refused' },
  cli: { words: ['records', 'refused'], positional: ['collection'] },
  input: z.strictObject({
    collection: collectionName.unwrap().describe('The collection that they are connected to'),
    limit: z.int().min(1).max(1000).default(50).describe('Most lines'),
  }),
  output: z.object({
    refused: z.array(
      z.object({
        at: z.string(),
        caller: z.string(),
        customer: z.string(),
        entity: z.string(),
        field: z.string(),
        id: z.string(),
        exists: z.enum(existences).describe("yes: it is somebody else's; no: nobody has it; unknown: it could not be looked up"),
      }),
    ),
  }),
  run: async (app, { collection, limit }) => ({
    refused: (await app.records.refused(collection, limit)).map(({ at, callerId, customer, field, id, exists }) => ({
      at: at.toISOString(),
      caller: callerId,
      customer,
      ...field,
      id,
      exists,
    })),
  }),
})
