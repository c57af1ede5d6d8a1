import { z } from 'zod'
import { plainText, collectionName } from '../schemas.ts'
import { operation } from '../operation.ts'

export const recordCard = operation({
  name: 'recordCard',
  summary: 'A record of your own as answers cite it: a line for each field that may be seen',
  effect: 'read',
  forCustomers: true,
  line: 'searches',
  http: { method: 'GET', path: '/records/{collection}/{entity}/{id}' },
  cli: null,
  input: z.strictObject({
    collection: collectionName.unwrap().describe('The collection that the records are connected to'),
    entity: plainText.min(1).max(100).describe('What it is, as record.entity of a citation'),
    id: plainText.min(1).max(200).describe('Its id, as record.id of a citation'),
  }),
  output: z.object({
    entity: z.string(),
    id: z.string(),
    source: z.string(),
    title: z.string(),
    version: z.string().describe('SHA-256 of the text: as in a citation while the record is as it was'),
    text: z.string(),
  }),
  run: async (app, { collection, entity, id }, { signal }) => {
    const { source, title, version, text } = await app.records.card({ collection, entity, id }, signal)
    return { entity, id, source, title, version, text }
  },
})
