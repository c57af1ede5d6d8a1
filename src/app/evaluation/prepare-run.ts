import { openCertificates } from '../../adapters/postgres/certificates.ts'
import { readResponseSchema } from '../../answer/structured/response-schema.ts'
import type { AnswerQuestion } from '../../domain/answer.ts'
import { removedMark } from '../../domain/forget-document.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { EvalRunStore } from '../../domain/eval-run.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import type { Baseline } from '../../evaluate/run/build-report.ts'
import type { AppointedJudge } from '../../evaluate/run/judge-answer.ts'
import type { RunParts } from '../../evaluate/run/run-cases.ts'
import { modelVariants } from '../../evaluate/suite/read-suite.ts'
import type { RunRequest } from '../../operations/evaluation/run-desk.ts'
import { answeringModels, appointJudges } from './appoint-judges.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { findBaseline } from './find-baseline.ts'
import { openJudges } from './open-judges.ts'
import { readSuiteFile } from './read-suite-file.ts'
import { planOf } from './run-plan.ts'

export interface PreparedRun {
  readonly suite: EvalSuite
  readonly judges: readonly AppointedJudge[]
  readonly against: Baseline | string | null
  /** Fingerprint of what answers and judges. */
  readonly plan: string
  readonly asking: Omit<RunParts, 'save'>
}

// A server's own limit of requests is found by its middleware; this keeps a small machine's loop free.
const serverConcurrency = 4

/** All that can be wrong is found here, before anything is asked. Fails with `invalid`, `not_found` or `unavailable`. */
export const prepareRun = async (request: RunRequest, parts: EvaluationParts, runs: EvalRunStore): Promise<PreparedRun> => {
  const read = await readSuiteFile(request.suite)
  const suite = request.models === null ? read : { ...read, variants: modelVariants(request.models) }
  const against = await findBaseline(request.against, suite, runs)
  const answering = await answeringModels(suite.variants, parts)
  const judges = await appointJudges(suite, { openJudge: openJudges(parts), certificates: openCertificates(parts.database), answering: answering.names })
  const askers = new Map<string, AnswerQuestion>()
  for (const variant of suite.variants) askers.set(variant.name, await parts.answerWith(variant))
  return {
    suite,
    judges,
    against,
    plan: await planOf(suite, judges, parts.config, parts.version),
    asking: {
      askers,
      judges,
      textOf: async (id, version) => (await parts.documents.get(id, version))?.text ?? null,
      answerUnder: async (traceId) => wholeAnswer(await parts.journal.find(traceId)),
      dataFaults: async (schema, data) => (await readResponseSchema(schema)).faultsOf(data),
      mostCosts: answering.mostCosts,
      clock: () => performance.now(),
      concurrency: request.concurrency ?? (answering.areServers ? serverConcurrency : 1),
    },
  }
}

/** What is left when a document was removed on the way is not what was answered. */
const wholeAnswer = (entry: JournalEntry | null): string | null => (entry === null || entry.answer.includes(removedMark) ? null : entry.answer)
