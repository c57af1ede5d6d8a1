/** An agent that is examined on systems in a known state: what it says, what it proposes, and whether that heals. */
import { z } from 'zod'
import { operation } from '../operation.ts'
import { presentReport, reportSchema } from './report-schema.ts'

const gateShut = 100

const list = (given: string | undefined): string[] =>
  (given ?? '')
    .split(',')
    .map((it) => it.trim())
    .filter(Boolean)

const output = reportSchema.extend({ files: z.array(z.string()).describe('That were written') })

export const evalAgent = operation({
  name: 'evalAgent',
  summary: 'Examine the agent on real and replayed systems: causes, evidence, healing, and what it must never do',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: {
    words: ['eval', 'agent'],
    positional: ['suite'],
    exitCode: (it) => {
      const { gate, state } = it as z.output<typeof output>
      if (gate === 'fail') return gateShut
      return state === 'complete' ? 0 : 1
    },
    exitCodes: '0 complete and the gate is open or none was set, 1 partial or failed, 2 wrong usage, 100 the gate is shut',
  },
  input: z.strictObject({
    suite: z.string().min(1).describe('The suite: a YAML or JSON file with scenarios').meta({ path: true }),
    models: z.string().min(1).optional().describe('Models to compare, comma-separated; "rules" for none. Else as the settings say'),
    only: z.string().min(1).optional().describe('Only scenarios whose id begins so, comma-separated'),
    sample: z.int().min(1).max(1000).optional().describe('Only so many scenarios, chosen by the seed'),
    seed: z.int().min(0).default(1),
    without: z.string().min(1).optional().describe('Also without these, to see what they are good for: capabilities (log_*), runbooks, actions'),
    concurrency: z.int().min(1).max(8).default(1).describe('Scenarios beside each other'),
    against: z.string().min(1).optional().describe('Baseline: report.json of an earlier run, or the id of one').meta({ path: true }),
    out: z.string().min(1).optional().describe('Folder for report.json, junit.xml and report.html').meta({ path: true }),
  }),
  output,
  run: async (app, it, context) => {
    const { report, rows, files } = await app.evaluation.agents.examine(
      {
        suite: it.suite,
        models: it.models === undefined ? null : list(it.models),
        only: list(it.only),
        sample: it.sample === undefined ? null : { size: it.sample, seed: it.seed },
        without: list(it.without),
        concurrency: it.concurrency,
        against: it.against ?? null,
        outDir: it.out ?? null,
      },
      context,
    )
    return { ...presentReport(report, rows), files: [...files] }
  },
})
