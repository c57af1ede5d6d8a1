import { AppError } from '../../base/error.ts'
import type { AnswerVariant, EvalSuite, SuiteRubric } from '../../domain/eval-suite.ts'
import type { CertificateStore, Rubric } from '../../domain/judgement.ts'
import type { TaskModel } from '../../domain/task.ts'
import type { AppointedJudge } from '../../evaluate/run/judge-answer.ts'
import { judgeMetric, preferMetric } from '../../evaluate/run/metric-names.ts'
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
    refuseUnfit(suite, wanted, judge.rubric)
    const own = [...answering].find(([, model]) => model === judge.id)
    if (own && !wanted.mayJudgeItself) {
      throw new AppError(
        'invalid',
        `${judge.id} would judge its own answers (variant "${own[0]}"). Name another "model" for ${judge.rubric.version}, or say "may_judge_itself: true" in the suite.`,
      )
    }
    const certificate = await certificates.find(judge.rubric.hash, judge.id)
    judges.push({ judge, metric: metricOf(wanted, judge.rubric), mayJudgeItself: wanted.mayJudgeItself, leastKappa: wanted.leastKappa, certificate })
  }
  return judges
}

const metricOf = ({ rubric }: SuiteRubric, { kind }: Pick<Rubric, 'kind'>): string => (kind === 'pair' ? preferMetric(rubric) : judgeMetric(rubric))

const refuseUnfit = ({ name, variants, thresholds }: EvalSuite, wanted: SuiteRubric, { version, kind, needs }: Rubric): void => {
  const metric = metricOf(wanted, { kind })
  const misnamed = thresholds.find((it) => it.metric !== metric && [judgeMetric, preferMetric].some((of) => it.metric === of(wanted.rubric)))
  if (misnamed) {
    const what = kind === 'pair' ? 'compares two answers' : 'judges single answers'
    throw new AppError('invalid', `The suite "${name}" has a threshold for ${misnamed.metric}, but ${version} ${what}: its metric is ${metric}.`)
  }
  if (kind === 'single') return
  if (variants.length < 2) {
    throw new AppError(
      'invalid',
      `${version} compares the answers of two variants, and the suite "${name}" has one. Name more under "variants", or with --models a,b.`,
    )
  }
  if (needs.includes('evidence')) {
    throw new AppError('invalid', `${version} wants evidence, but the two answers that it compares rest on passages of their own. Leave out "needs: evidence".`)
  }
}

export interface AnsweringModels {
  readonly names: ReadonlyMap<string, string>
  /** US dollars that a question may have cost whose answer broke off; null while a price is not known. */
  readonly mostCosts: ReadonlyMap<string, number | null>
  readonly areServers: boolean
}

/** Whose words the answers of each variant are; the documents' own where no model writes. Fails with `invalid` or `unavailable`. */
export const answeringModels = async (
  variants: readonly AnswerVariant[],
  { modelFor, modelNamed }: Pick<EvaluationParts, 'modelFor' | 'modelNamed'>,
): Promise<AnsweringModels> => {
  const names = new Map<string, string>()
  const mostCosts = new Map<string, number | null>()
  let areServers = variants.length > 0
  for (const { name, model, maxTokens } of variants) {
    const live = model === null ? modelFor('answer') : await modelNamed('answer', model, `The variant "${name}"`)
    names.set(name, live?.generator.id ?? 'extractive')
    mostCosts.set(name, live ? mostCost(live, maxTokens) : 0)
    // Models of this machine are given few passages, and gain nothing from several questions at once.
    areServers &&= (live?.generator.passageBudgetTokens ?? 0) > mostOfLocalModels
  }
  return { names, mostCosts, areServers }
}
const mostOfLocalModels = 1000

/** US dollars that one call may cost at most; null while its price is not known. */
export const mostCost = ({ generator, maxTokens: most }: TaskModel, maxTokens: number | null): number | null => {
  if (!generator.costOf) return 0
  const inputTokens = Math.min(generator.contextTokens, generator.passageBudgetTokens + mostBesidePassages)
  return generator.costOf({ inputTokens, outputTokens: Math.min(most, maxTokens ?? most) })
}
/** Tokens of the prompt's own words, the question and what was said before it. */
const mostBesidePassages = 4000
