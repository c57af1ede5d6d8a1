import { openEvalRuns } from '../../adapters/postgres/eval-runs.ts'
import { AppError } from '../../base/error.ts'
import { buildReport } from '../../evaluate/run/build-report.ts'
import type { RetrievalDesk } from '../../operations/evaluation/retrieval-desk.ts'
import type { FinishedRun, RunDesk, RunRequest } from '../../operations/evaluation/run-desk.ts'
import type { Context } from '../../operations/operation.ts'
import { askSuite } from './ask-suite.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { prepareCorpus } from './prepare-corpus.ts'
import { prepareRun, type PreparedRun } from './prepare-run.ts'
import { rankSets } from './rank-sets.ts'
import { reportWriter } from './write-report.ts'

export const openRunDesk = (parts: EvaluationParts, retrieval: RetrievalDesk): RunDesk => {
  const runs = openEvalRuns(parts.database)
  const write = reportWriter(parts)

  const runPrepared = async (prepared: PreparedRun, { levels, fresh, outDir }: RunRequest, context: Context): Promise<FinishedRun> => {
    const { suite, judges, against } = prepared
    const notes = await prepareCorpus(suite, parts, context)
    const ranked = levels === 'all' ? await rankSets(suite, retrieval, parts, context) : []
    const { id: runId, startedAt, rows, earlier, stopped } = await askSuite(prepared, runs, fresh, context)
    if (earlier > 0) notes.push(`${earlier} of the answers are of a run that was stopped in the middle.`)
    const figures = { runId, startedAt, suite, judges, against, rows, stopped, retrieval: ranked, version: parts.version, isGated: levels === 'all', notes }
    const report = buildReport(figures)
    await runs.finish(runId, report)
    const files = outDir === null ? [] : await write({ report, rows, cases: suite.cases }, outDir)
    return { report, rows, cases: suite.cases, files }
  }

  const underWay = new Set<string>()
  return {
    run: async (request, context) => {
      const prepared = await prepareRun(request, parts, runs)
      const { suite, plan } = prepared
      const key = `${suite.hash} ${plan}`
      // Two would take each other's rows for their own.
      if (underWay.has(key)) throw new AppError('conflict', `The suite "${suite.name}" is being run already. Wait until it is done, or stop it.`)
      underWay.add(key)
      try {
        return await runPrepared(prepared, request, context)
      } finally {
        underWay.delete(key)
      }
    },
    list: runs.list,
    remove: runs.remove,
  }
}
