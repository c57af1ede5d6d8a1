import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { operation } from './operation.ts'
import { uuid } from './schemas.ts'

export const listChunks = operation({
  name: 'listChunks',
  summary: 'How a document is cut: every chunk with its place, headings and tokens',
  effect: 'read',
  http: { method: 'GET', path: '/documents/{document_id}/chunks' },
  cli: { words: ['documents', 'chunks'], positional: ['document_id'] },
  input: z.strictObject({ document_id: uuid.describe('Its id') }),
  output: z.object({
    document_id: z.string(),
    version: z.string().describe('SHA-256 of the text that start and end point into'),
    chunks: z.array(
      z.object({
        ordinal: z.int(),
        start: z.int().describe('UTF-16 code units into the document text'),
        end: z.int(),
        heading_path: z.array(z.string()).describe('The headings above it, outermost first'),
        tokens: z.int().describe('Of the embedding model, headings included'),
        embedded: z.boolean().describe('false: found by words only until its vector is there'),
      }),
    ),
  }),
  run: async (app, { document_id }) => {
    const [document, chunks] = await Promise.all([app.documents.get(document_id), app.documents.chunksOf(document_id)])
    if (!document) throw new AppError('not_found', `No document "${document_id}". Run "documents list" to see what is indexed.`)
    return {
      document_id,
      version: document.version,
      chunks: chunks.map(({ ordinal, start, end, headingPath, tokens, embedded }) => ({
        ordinal,
        start,
        end,
        heading_path: [...headingPath],
        tokens,
        embedded,
      })),
    }
  },
})
