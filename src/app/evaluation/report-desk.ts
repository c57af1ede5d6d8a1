import { openEvalRuns } from '../../adapters/postgres/eval-runs.ts'
import { AppError } from '../../base/error.ts'
import type { EvalRun, EvalRunStore } from '../../domain/eval-run.ts'
import type { ReportDesk } from '../../operations/evaluation/report-desk.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { readSuiteFile } from './read-suite-file.ts'
import { reportWriter } from './write-report.ts'

export const openReportDesk = (parts: EvaluationParts): ReportDesk => {
  const runs = openEvalRuns(parts.database)
  const write = reportWriter(parts)
  return {
    report: async ({ run: named, suite, outDir }, signal) => {
      const run = await findRun(runs, named)
      if (run.report === null)
        throw new AppError('conflict', `The run "${run.id}" was stopped before it had a report. "answerable eval run" with its suite goes on with it.`)
      const rows = await runs.rows(run.id)
      const cases = suite === null ? [] : (await readSuiteFile(suite)).cases
      const files = outDir === null ? [] : await write({ report: run.report, rows, cases }, outDir, signal)
      return { report: run.report, rows, cases, files }
    },
  }
}

const findRun = async (runs: EvalRunStore, named: string): Promise<EvalRun> => {
  const run = named === 'latest' ? (await runs.list(null, 1))[0] : await runs.find(named)
  if (!run)
    throw new AppError(
      'not_found',
      named === 'latest'
        ? 'No suite was run yet. "answerable eval run SUITE.yaml" runs one.'
        : `There is no run "${named}". "answerable eval runs" lists them.`,
    )
  return run
}
