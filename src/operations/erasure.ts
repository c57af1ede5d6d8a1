import { z } from 'zod'
import { operation } from './operation.ts'
import { plainText, uuid } from './schemas.ts'

export const checkErasure = operation({
  name: 'checkErasure',
  summary: 'Look everywhere for what is left of a removed document: tables, vectors, journal, jobs, memory, files on the disk',
  effect: 'read',
  access: 'owner',
  http: { method: 'POST', path: '/erasure/check' },
  cli: {
    words: ['erasure', 'check'],
    positional: ['document'],
    exitCode: (output) => ((output as { proven: boolean }).proven ? 0 : 1),
    exitCodes: '0 nothing is left, 1 something is left or it failed, 2 wrong usage',
  },
  input: z.strictObject({
    document: plainText.min(1).max(1024).describe('Its id, or its source'),
    text: plainText
      .min(8, 'must have at least 8 characters, or it is found by chance')
      .max(1000)
      .optional()
      .describe('A piece of its text that stands nowhere else, within one line; is looked for in every table and file'),
  }),
  output: z.object({
    clean: z.boolean().describe('Nothing was found'),
    proven: z.boolean().describe('Nothing was found, and it would have been: the document was here once, or a piece of its text was looked for'),
    places: z.array(z.object({ place: z.string(), count: z.int(), note: z.string().nullable() })),
    notes: z.array(z.string()).describe('What this check cannot see'),
  }),
  run: async (app, { document, text = null }) => {
    const isId = uuid.safeParse(document).success
    const { isKnown, places, notes } = await app.erasure.check({ documentId: isId ? document : null, source: isId ? null : document, text })
    const clean = places.every(({ count }) => count === 0)
    return { clean, proven: clean && (isKnown || text !== null), places: places.map((it) => ({ ...it })), notes: [...notes] }
  },
})

export const purgeErased = operation({
  name: 'purgeErased',
  summary: 'Write the files of the database anew, so that the bytes of deleted rows are gone from them; everybody waits meanwhile',
  effect: 'destroy',
  access: 'owner',
  http: { method: 'POST', path: '/erasure/purge' },
  cli: { words: ['erasure', 'purge'], confirm: 'confirm' },
  input: z.strictObject({ confirm: z.boolean().default(false).describe('Do it; without it nothing is done') }),
  output: z.object({ needs_confirmation: z.boolean(), purged: z.boolean(), notes: z.array(z.string()) }),
  run: async (app, { confirm }) => {
    if (!confirm)
      return {
        needs_confirmation: true,
        purged: false,
        notes: ['Every table and index is written anew: some seconds for 10,000 chunks, in which no question is answered.'],
      }
    const { notes } = await app.erasure.purge()
    return { needs_confirmation: false, purged: true, notes: [...notes] }
  },
})
