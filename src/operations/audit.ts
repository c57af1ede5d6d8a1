import { z } from 'zod'
import { auditKinds } from '../domain/audit.ts'
import { operation } from './operation.ts'

export const listAudit = operation({
  name: 'listAudit',
  summary: 'What was asked, looked at, refused, proposed, approved and done, newest first',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/audit' },
  cli: { words: ['audit', 'list'] },
  input: z.strictObject({
    subject: z.string().min(1).max(100).optional().describe('Only what belongs to this proposal, investigation or incident'),
    before: z.int().min(1).optional().describe('Only records before this number'),
    limit: z.int().min(1).max(1000).default(50).describe('How many at most'),
  }),
  output: z.object({
    records: z.array(
      z.object({
        sequence: z.int(),
        at: z.string(),
        caller: z.string(),
        kind: z.enum(auditKinds),
        subject: z.string().nullable(),
        detail: z.record(z.string(), z.unknown()),
        previous_hash: z.string(),
        hash: z.string(),
      }),
    ),
  }),
  run: async ({ acting }, wanted) => ({
    records: (await acting.audit.list(wanted)).map(({ at, previousHash, ...it }) => ({
      ...it,
      detail: { ...it.detail },
      at: at.toISOString(),
      previous_hash: previousHash,
    })),
  }),
})

export const verifyAudit = operation({
  name: 'verifyAudit',
  summary: 'Compute the chain of the audit log anew: the first record that was changed, moved or taken out, or that none was',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/audit/verify' },
  cli: { words: ['audit', 'verify'], exitCode: (output) => ((output as { intact: boolean }).intact ? 0 : 1), exitCodes: '0 the chain holds, 1 it is broken' },
  input: z.strictObject({
    head: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be a head hash: 64 hexadecimal digits')
      .optional()
      .describe('A head hash that was noted before, elsewhere: it must still be in the chain'),
  }),
  output: z.object({
    intact: z.boolean(),
    records: z.int().describe('That are here and fit'),
    removed: z.int().describe('Older ones that were removed for their age: a seal in the chain says so, and the chain holds from there'),
    head: z.string().describe('Hash of the last of them; note it elsewhere, and give it as "head" later'),
    broken: z.object({ sequence: z.int(), why: z.string() }).nullable(),
  }),
  run: async ({ acting }, { head }) => {
    const verdict = await acting.audit.verify(head)
    return { intact: verdict.broken === null, records: verdict.records, removed: verdict.removed, head: verdict.head, broken: verdict.broken }
  },
})
