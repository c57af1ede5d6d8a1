import { z } from 'zod'
import { rankings, type Ranking, type RetrievalReport } from '../../domain/retrieval-eval.ts'
import { operation } from '../operation.ts'
import { estimateSchema, presentEstimate } from './estimate-schema.ts'
import { metricSchema, presentMetric } from './metric-schema.ts'

const rankingName = z.enum(rankings)

/** `hybrid,words` as a person writes it; each once. */
const rankingList = z
  .string()
  .regex(/^\s*(?:words|vectors|hybrid)\s*(?:,\s*(?:words|vectors|hybrid)\s*)*$/, 'must be words, vectors or hybrid, or several of them with commas')
  .default('hybrid,words,vectors')

/** Reads files of the machine it runs on, so it has no HTTP route. */
export const evalRetrieval = operation({
  name: 'evalRetrieval',
  summary: 'How well passages are found: ranks the questions of a data set and compares with what is relevant',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'retrieval'], positional: ['dataset'] },
  input: z.strictObject({
    dataset: z
      .string()
      .min(1)
      .describe('BEIR folder, folder of questions with spans, or a file of judgements (TREC qrels) or spans over --collection')
      .meta({ path: true }),
    split: z
      .string()
      .regex(/^[\w.-]+$/, 'must be the name of a file in qrels, without .tsv')
      .default('test')
      .describe('Of a BEIR folder: which of its qrels'),
    collection: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be the name of a collection')
      .optional()
      .describe('Ask this collection as it stands, instead of a corpus of the data set'),
    queries: z.string().optional().describe('Questions of a file of judgements: lines of an id, a tab and the question, or JSON lines').meta({ path: true }),
    limit: z.int().min(1).optional().describe('Most questions; the same ones each time'),
    k: z.int().min(1).max(1000).default(10).describe('How many places of a ranking count'),
    rankings: rankingList.describe('What ranks: words, vectors, hybrid; the first is compared with the others'),
    run: z.string().optional().describe('Write a TREC run file, one for each ranking').meta({ path: true }),
    keep: z.boolean().default(false).describe('Keep the collections of earlier states of this data set'),
  }),
  output: z.object({
    dataset: z.string(),
    collection: z.string(),
    target: z.enum(['documents', 'spans']),
    k: z.int(),
    questions: z.int(),
    clusters: z.int().describe('Questions about one document are drawn together in the intervals: how many such groups there are'),
    documents: z.int(),
    chunks: z.int(),
    rankings: z.array(z.object({ ranking: rankingName, metrics: z.array(metricSchema) })),
    comparisons: z.array(z.object({ ranking: rankingName, against: rankingName, metric: z.string(), difference: estimateSchema })),
    approximate: z
      .object({ recall: z.number(), questions: z.int() })
      .nullable()
      .describe('Share of the ten nearest chunks that approximate search found; null where search is exact'),
    run_files: z.array(z.string()),
    notes: z.array(z.string()),
  }),
  run: async (app, { dataset, split, collection, queries, limit, k, rankings: named, run, keep }, { signal, onEvent }) => {
    const request = {
      dataset,
      split,
      collection: collection ?? null,
      queries: queries ?? null,
      limit: limit ?? null,
      k,
      rankings: [...new Set(named.split(',').map((name) => name.trim() as Ranking))],
      runFile: run ?? null,
      keep,
    }
    return presentReport(await app.evaluation.retrieval.evaluate(request, (data) => onEvent?.({ type: 'steps', data }), signal))
  },
})

const presentReport = ({ rankings, comparisons, runFiles, notes, ...report }: RetrievalReport) => ({
  ...report,
  rankings: rankings.map(({ ranking, metrics }) => ({ ranking, metrics: metrics.map(presentMetric) })),
  comparisons: comparisons.map((it) => ({ ...it, difference: presentEstimate(it.difference) })),
  run_files: [...runFiles],
  notes: [...notes],
})
