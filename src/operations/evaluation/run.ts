/** Suites of questions: asked, checked, judged, compared, held against what was wanted. */
import { z } from 'zod'
import { AppError } from '../../base/error.ts'
import type { EvalRun } from '../../domain/eval-run.ts'
import { operation } from '../operation.ts'
import { presentReport, reportSchema } from './report-schema.ts'

/** The work was done and something that was wanted does not hold: a gate in a pipeline tells it from a failure. */
const gateShut = 100

const suite = z.string().min(1).describe('The suite: a YAML or JSON file').meta({ path: true })
const models = z.string().min(1).optional().describe("Models to compare, comma-separated, instead of the suite's variants")
const fresh = z.boolean().default(false).describe('Begin anew, also where a run of this suite was stopped in the middle')
const concurrency = z.int().min(1).max(64).optional().describe('Questions at once; 1 for local models, 4 for servers when not given')
const out = z.string().min(1).optional().describe('Folder for report.json, junit.xml and report.html').meta({ path: true })
const against = z
  .string()
  .min(1)
  .optional()
  .describe('Baseline: report.json of an earlier run, the id of a run, or a variant of this suite. Else the first variant')
  .meta({ path: true })

const output = reportSchema.extend({ files: z.array(z.string()).describe('That were written') })

interface Given {
  readonly suite: string
  readonly models?: string | undefined
  readonly fresh: boolean
  readonly concurrency?: number | undefined
  readonly out?: string | undefined
  readonly against?: string | undefined
}

const toRequest = (it: Given, levels: 'answers' | 'all') => ({
  suite: it.suite,
  levels,
  against: it.against ?? null,
  models: it.models === undefined ? null : split(it.models),
  fresh: it.fresh,
  concurrency: it.concurrency ?? null,
  outDir: it.out ?? null,
})

const split = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

export const evalAnswers = operation({
  name: 'evalAnswers',
  summary: 'Ask the questions of a suite and measure the answers',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'answers'], positional: ['suite'], exitCode: (it) => ((it as z.output<typeof output>).state === 'complete' ? 0 : 1) },
  input: z.strictObject({ suite, models, against, fresh, concurrency, out }),
  output,
  run: async (app, input, context) => {
    const { report, rows, files } = await app.evaluation.runs.run(toRequest(input, 'answers'), context)
    return { ...presentReport(report, rows), files: [...files] }
  },
})

export const evalRun = operation({
  name: 'evalRun',
  summary: 'Run a suite on all its levels and hold it against its thresholds',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: {
    words: ['eval', 'run'],
    positional: ['suite'],
    exitCode: (it) => {
      const { gate, state, rows } = it as z.output<typeof output>
      if (gate === 'fail') return gateShut
      // With a gate, its thresholds say how many may fail.
      const hasErrors = gate === null && rows.some(({ outcome }) => outcome === 'failed')
      return state === 'complete' && !hasErrors ? 0 : 1
    },
    exitCodes: '0 complete and the gate is open or none was set, 1 partial or failed, 2 wrong usage, 100 the gate is shut',
  },
  input: z.strictObject({ suite, models, against, fresh, concurrency, out }),
  output,
  run: async (app, input, context) => {
    const { report, rows, files } = await app.evaluation.runs.run(toRequest(input, 'all'), context)
    return { ...presentReport(report, rows), files: [...files] }
  },
})

export const evalEstimate = operation({
  name: 'evalEstimate',
  summary: 'What running a suite may cost, before anything is asked',
  effect: 'read',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'estimate'], positional: ['suite'] },
  input: z.strictObject({ suite, models }),
  output: z.object({
    answers: z.int().describe('Questions that would be asked'),
    judgements: z.int().describe('Calls of judges that are language models'),
    most_usd: z.number().nullable().describe('With the longest prompts and answers there can be; most runs cost a part of it. null: a price is not known'),
  }),
  run: async (app, input) => {
    const { answers, judgements, mostUsd } = await app.evaluation.runs.estimate(toRequest({ ...input, fresh: false }, 'all'))
    return { answers, judgements, most_usd: mostUsd }
  },
})

const runSummary = z.object({
  run_id: z.string(),
  suite: z.string(),
  suite_hash: z.string(),
  collection: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable().describe('null while it runs, or when it was stopped in the middle'),
  state: z.enum(['complete', 'partial', 'unfinished']),
  gate: z.enum(['pass', 'fail']).nullable(),
  variants: z.array(z.object({ name: z.string(), model: z.string(), cases: z.int(), correct: z.number().nullable() })),
})

export const listRuns = operation({
  name: 'listRuns',
  summary: 'List runs of suites, newest first',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/evaluation/runs' },
  cli: { words: ['eval', 'runs'] },
  input: z.strictObject({
    suite: z.string().min(1).optional().describe('Only runs of the suite with this name'),
    limit: z.int().min(1).max(1000).default(20).describe('How many to show'),
  }),
  output: z.object({ runs: z.array(runSummary) }),
  run: async (app, { suite: name = null, limit }) => ({ runs: (await app.evaluation.runs.list(name, limit)).map(presentRun) }),
})

const presentRun = ({ report, ...it }: EvalRun): z.input<typeof runSummary> => ({
  run_id: it.id,
  suite: it.suite,
  suite_hash: it.suiteHash,
  collection: it.collection,
  started_at: it.startedAt.toISOString(),
  finished_at: it.finishedAt?.toISOString() ?? null,
  state: report?.state ?? 'unfinished',
  gate: report?.gate ?? null,
  variants: (report?.variants ?? []).map(({ name, model, cases, metrics }) => ({
    name,
    model,
    cases,
    correct: metrics.find((metric) => metric.name === 'correct')?.value ?? null,
  })),
})

export const removeRun = operation({
  name: 'removeRun',
  summary: 'Remove a run of a suite with its rows',
  effect: 'destroy',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'runs', 'remove'], positional: ['run_id'] },
  input: z.strictObject({ run_id: z.string().min(1).describe('As "eval runs" shows it') }),
  output: z.object({ run_id: z.string() }),
  run: async (app, { run_id }) => {
    if (!(await app.evaluation.runs.remove(run_id))) throw new AppError('not_found', `There is no run "${run_id}". "answerable eval runs" lists them.`)
    return { run_id }
  },
})
