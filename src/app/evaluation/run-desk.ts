import { takeRunLease, type RunLease } from '../../adapters/postgres/eval-leases.ts'
import { openEvalRuns } from '../../adapters/postgres/eval-runs.ts'
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import { withinCall } from '../../domain/call.ts'
import { buildReport } from '../../evaluate/run/build-report.ts'
import type { RetrievalDesk } from '../../operations/evaluation/retrieval-desk.ts'
import type { FinishedRun, RunDesk, RunRequest } from '../../operations/evaluation/run-desk.ts'
import type { Context } from '../../operations/operation.ts'
import { askSuite } from './ask-suite.ts'
import { checkExpected } from './check-expected.ts'
import { estimateRun } from './estimate-run.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { prepareCorpus } from './prepare-corpus.ts'
import { prepareRun, type PreparedRun } from './prepare-run.ts'
import { rankSets } from './rank-sets.ts'
import { reportWriter } from './write-report.ts'

interface HeldRun {
  readonly prepared: PreparedRun
  readonly request: RunRequest
  readonly lost: AbortSignal
}

export const openRunDesk = (parts: EvaluationParts, retrieval: RetrievalDesk): RunDesk => {
  const runs = openEvalRuns(parts.database)
  const write = reportWriter(parts)

  const runPrepared = async ({ prepared, request, lost }: HeldRun, { onEvent, signal }: Context): Promise<FinishedRun> => {
    const context = { onEvent, signal: signal ? AbortSignal.any([signal, lost]) : lost }
    const { levels, fresh, outDir } = request
    const { suite, judges, against } = prepared
    const notes = await prepareCorpus(suite, parts, context)
    notes.push(...(await checkExpected(suite, parts, context)))
    const ranked = levels === 'all' ? await rankSets(suite, retrieval, parts, context) : []
    const { id: runId, startedAt, rows, earlier, stopped } = await askSuite(prepared, runs, fresh, context)
    if (earlier > 0) notes.push(`${earlier} of the answers are of a run that was stopped in the middle.`)
    // The rows are kept; the report is for who has the run now.
    lost.throwIfAborted()
    const figures = { runId, startedAt, suite, judges, against, rows, stopped, retrieval: ranked, version: parts.version, isGated: levels === 'all', notes }
    const report = buildReport(figures)
    await runs.finish(runId, report)
    const files = outDir === null ? [] : await write({ report, rows, cases: suite.cases }, outDir)
    return { report, rows, cases: suite.cases, files }
  }

  const held = holdRuns(parts.database)
  return {
    run: async (request, context) => {
      const prepared = await prepareRun(request, parts, runs)
      const lease = await held(prepared)
      try {
        return await withinCall({ purpose: 'evaluation' }, () => runPrepared({ prepared, request, lost: lease.lost }, context))
      } finally {
        await lease.release()
      }
    },
    estimate: async (request) => estimateRun(await prepareRun(request, parts, runs), parts),
    list: runs.list,
    remove: runs.remove,
  }
}

/** Two would take each other's rows for their own, and pay for them twice: neither in this process nor in another on the same database. */
const holdRuns = (database: EvaluationParts['database']) => {
  const underWay = new Set<string>()
  return async ({ suite, plan }: PreparedRun): Promise<RunLease> => {
    const key = sha256(`${suite.hash} ${plan}`)
    const refused = new AppError(
      'conflict',
      `The suite "${suite.name}" is being run already. Wait until it is done, or stop it; a run that was killed lets go within a minute.`,
    )
    if (underWay.has(key)) throw refused
    underWay.add(key)
    try {
      const lease = await takeRunLease(database, { key, collection: suite.collection })
      if (!lease) throw refused
      return { lost: lease.lost, release: () => lease.release().finally(() => underWay.delete(key)) }
    } catch (error) {
      underWay.delete(key)
      throw error
    }
  }
}
