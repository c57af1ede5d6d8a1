import { z } from 'zod'
import { operation } from './operation.ts'

export const listCollections = operation({
  name: 'listCollections',
  summary: 'List the collections that can be asked, with how much is in them',
  effect: 'read',
  http: { method: 'GET', path: '/collections' },
  cli: { words: ['collections', 'list'] },
  mcp: { name: 'list_collections', description: 'Lists the collections of documents that can be asked and searched.' },
  input: z.strictObject({}),
  output: z.object({ collections: z.array(z.object({ name: z.string(), documents: z.int(), chunks: z.int() })) }),
  run: async (app) => {
    const { collections } = await app.documents.counts()
    return { collections: collections.map((it) => ({ ...it })) }
  },
})
