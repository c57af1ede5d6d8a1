import { z } from 'zod'
import { operation } from '../operation.ts'
import { presentReport, reportSchema } from './report-schema.ts'

export const evalReport = operation({
  name: 'evalReport',
  summary: 'Show a run that is kept, and write its report: a page with every case opened, JUnit for pipelines, JSON',
  effect: 'read',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'report'], positional: ['run'] },
  input: z.strictObject({
    run: z.string().min(1).describe('As "eval runs" shows it, or "latest"'),
    suite: z.string().min(1).optional().describe('Its suite: what was expected is then shown with each case').meta({ path: true }),
    out: z.string().min(1).optional().describe('Folder for report.json, junit.xml and report.html').meta({ path: true }),
  }),
  output: reportSchema.extend({ files: z.array(z.string()).describe('That were written') }),
  run: async (app, { run, suite = null, out = null }, { signal }) => {
    const { report, rows, files } = await app.evaluation.reports.report({ run, suite, outDir: out }, signal)
    return { ...presentReport(report, rows), files: [...files] }
  },
})
