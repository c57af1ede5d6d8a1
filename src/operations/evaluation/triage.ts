import { z } from 'zod'
import { AppError } from '../../base/error.ts'
import { ratings } from '../../domain/feedback.ts'
import { operation } from '../operation.ts'
import { collectionName, traceId } from '../schemas.ts'
import { estimateSchema, presentEstimate } from './estimate-schema.ts'
import { since } from '../since.ts'
import type { AddedCase, TriageExample, TriageReport, TriageWish } from './triage-desk.ts'

const wishFields = {
  collection: collectionName.unwrap().optional().describe('Collection whose answers are looked at; all when left out'),
  since: since('7d'),
  limit: z.int().min(1).max(100).default(5).describe('Examples of each group'),
  slow_ms: z.int().min(1).max(3_600_000).optional().describe('What is slow, in milliseconds; three times the usual of the model when left out'),
}

const judgementSchema = z.object({
  rubric: z.string(),
  judge: z.string(),
  verdict: z.enum(['pass', 'fail']).nullable().describe('null: it could not be judged, and failure says why'),
  score: z.number().nullable(),
  explanation: z.string(),
  failure: z.string().nullable(),
})

const exampleSchema = z.object({
  trace_id: z.string(),
  asked_at: z.string(),
  collection: z.string(),
  question: z.string(),
  abstained: z.string().nullable(),
  model: z.string(),
  sources: z.array(z.string()).describe('Cited ones'),
  why: z.string(),
  rating: z.enum(ratings).nullable(),
  comment: z.string().nullable(),
  correction: z.string().nullable(),
  judgements: z.array(judgementSchema),
})

const triageReportSchema = z.object({
  since: z.string(),
  questions: z.int(),
  wrong: z.int().describe('Questions in at least one group; one may be in several'),
  up: z.int(),
  down: z.int(),
  thumbs_up: estimateSchema.describe('Of the answers that people spoke of, those that were good'),
  groups: z.array(
    z.object({
      group: z.string(),
      title: z.string(),
      next: z.string().describe('What to do'),
      count: z.int(),
      share: estimateSchema,
      examples: z.array(exampleSchema),
    }),
  ),
  notes: z.array(z.string()),
})

const addedSchema = z.object({
  case_id: z.string(),
  question: z.string(),
  suite: z.string(),
  corpus: z.string(),
  documents: z.int().describe('Documents that were written to the corpus'),
  notes: z.array(z.string()),
})

/** Writes files where it is told to: for the command line only. */
export const triage = operation({
  name: 'triage',
  summary: 'Group the answers that went wrong, and make test cases of them',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'triage'] },
  input: z.strictObject({
    ...wishFields,
    case: traceId.optional().describe('Trace of the answer to make a case of; needs --out'),
    out: z.string().min(1).optional().meta({ path: true }).describe('Suite (YAML) for the case, or for every answer with a correction; made or appended to'),
  }),
  output: z.object({ report: triageReportSchema.nullable(), added: z.array(addedSchema).nullable() }),
  run: async ({ evaluation }, { case: traceOfCase, out, ...asked }, { signal }) => {
    if (traceOfCase !== undefined && out === undefined) throw new AppError('invalid', 'A case is written into a suite: say which with --out SUITE.yaml.')
    if (traceOfCase !== undefined) return { report: null, added: [presentAdded(await evaluation.triage.addCase(traceOfCase, out!, signal))] }
    const wish = wishOf(asked)
    const report = presentReport(await evaluation.triage.triage(wish, signal))
    return { report, added: out === undefined ? null : (await evaluation.triage.addCases(wish, out, signal)).map(presentAdded) }
  },
})

export const getTriage = operation({
  name: 'getTriage',
  summary: 'Answers that went wrong, in groups, with what to do about them',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/evaluation/triage' },
  cli: null,
  input: z.strictObject(wishFields),
  output: triageReportSchema,
  run: async ({ evaluation }, wish, { signal }) => presentReport(await evaluation.triage.triage(wishOf(wish), signal)),
})

export const getCase = operation({
  name: 'getCase',
  summary: 'An answer as a test case: a suite, and the documents it was answered from as they were',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/evaluation/cases/{trace_id}' },
  cli: null,
  input: z.strictObject({ trace_id: traceId.describe('Trace of the answer') }),
  output: z.object({
    case_id: z.string(),
    suite_name: z.string(),
    suite_yaml: z.string(),
    corpus_name: z.string(),
    corpus_jsonl: z.string(),
    documents: z.int(),
    notes: z.array(z.string()),
  }),
  run: async ({ evaluation }, { trace_id }, { signal }) => {
    const name = `case-${trace_id.slice(0, 12)}`
    const made = await evaluation.triage.caseOf(trace_id, name, signal)
    return {
      case_id: made.caseId,
      suite_name: `${name}.yaml`,
      suite_yaml: made.suiteYaml,
      corpus_name: made.corpusName,
      corpus_jsonl: made.corpusJsonl,
      documents: made.documents,
      notes: [...made.notes],
    }
  },
})

type Asked = Omit<TriageWish, 'collection' | 'slowMs'> & { readonly collection?: string | undefined; readonly slow_ms?: number | undefined }

const wishOf = ({ collection, since: from, limit, slow_ms }: Asked): TriageWish => ({
  collection: collection ?? null,
  since: from,
  limit,
  slowMs: slow_ms ?? null,
})

const presentReport = ({ thumbsUp, groups, since: from, notes, ...counts }: TriageReport): z.input<typeof triageReportSchema> => ({
  ...counts,
  since: from.toISOString(),
  thumbs_up: presentEstimate(thumbsUp),
  groups: groups.map(({ share, examples, ...group }) => ({ ...group, share: presentEstimate(share), examples: examples.map(presentExample) })),
  notes: [...notes],
})

const presentExample = ({ traceId: trace_id, askedAt, sources, judgements, ...example }: TriageExample): z.input<typeof exampleSchema> => ({
  ...example,
  trace_id,
  asked_at: askedAt.toISOString(),
  sources: [...sources],
  judgements: judgements.map(({ judgedAt: _judgedAt, ...judgement }) => judgement),
})

const presentAdded = ({ caseId, notes, ...added }: AddedCase): z.input<typeof addedSchema> => ({ ...added, case_id: caseId, notes: [...notes] })
