import { AppError } from '../../base/error.ts'
import type { AnswerVariant, EvalSuite } from '../../domain/eval-suite.ts'
import type { CertificateStore } from '../../domain/judgement.ts'
import type { AppointedJudge } from '../../evaluate/run/judge-answer.ts'
import { judgeMetric } from '../../evaluate/run/metric-names.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import type { OpenJudge } from './open-judges.ts'

/** The suite's judges with their certificates. Fails with `invalid`, `not_found` or `unavailable`; also when one would judge itself and nobody allowed it. */
export const appointJudges = async (
  suite: EvalSuite,
  { openJudge, certificates, answering }: { openJudge: OpenJudge; certificates: CertificateStore; answering: ReadonlyMap<string, string> },
): Promise<AppointedJudge[]> => {
  const judges: AppointedJudge[] = []
  for (const wanted of suite.rubrics) {
    const judge = await openJudge(wanted, `The suite "${suite.name}"`)
    if (judge.rubric.kind === 'pair') {
      throw new AppError(
        'invalid',
        `${judge.rubric.version} compares two answers, and a suite's judge sees one. Name a rubric for single answers, like correct.v1.`,
      )
    }
    const own = [...answering].find(([, model]) => model === judge.id)
    if (own && !wanted.mayJudgeItself) {
      throw new AppError(
        'invalid',
        `${judge.id} would judge its own answers (variant "${own[0]}"). Name another "model" for ${judge.rubric.version}, or say "may_judge_itself: true" in the suite.`,
      )
    }
    const certificate = await certificates.find(judge.rubric.hash, judge.id)
    judges.push({ judge, metric: judgeMetric(wanted.rubric), mayJudgeItself: wanted.mayJudgeItself, leastKappa: wanted.leastKappa, certificate })
  }
  return judges
}

/** Whose words the answers of each variant are; the documents' own where no model writes. Fails with `invalid` or `unavailable`. */
export const answeringModels = async (
  variants: readonly AnswerVariant[],
  { modelFor, modelNamed }: Pick<EvaluationParts, 'modelFor' | 'modelNamed'>,
): Promise<{ readonly names: ReadonlyMap<string, string>; readonly areServers: boolean }> => {
  const names = new Map<string, string>()
  let areServers = variants.length > 0
  for (const { name, model } of variants) {
    const live = model === null ? modelFor('answer') : await modelNamed('answer', model, `The variant "${name}"`)
    names.set(name, live?.generator.id ?? 'extractive')
    // Models of this machine are given few passages, and gain nothing from several questions at once.
    areServers &&= (live?.generator.passageBudgetTokens ?? 0) > mostOfLocalModels
  }
  return { names, areServers }
}
const mostOfLocalModels = 1000
