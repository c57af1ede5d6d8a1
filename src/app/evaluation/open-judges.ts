/** From a suite's word on judging to a judge: what measures answers, live or in a run. */
import { AppError } from '../../base/error.ts'
import type { SuiteRubric } from '../../domain/eval-suite.ts'
import type { Judge } from '../../domain/judgement.ts'
import { modelJudge } from '../../evaluate/judge/model-judge.ts'
import { verifierJudge, verifierName } from '../../evaluate/judge/verifier-judge.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { readRubric } from './read-rubric.ts'

/** `where` names what asked for it, for the sentence of an error: `invalid` for a rubric or model that cannot be, `unavailable` for a model that is not there. */
export type OpenJudge = (asked: Pick<SuiteRubric, 'rubric' | 'model'>, where: string) => Promise<Judge>

// A local model reads a long answer for a minute or two, one after the other: those before it count too. Servers have shorter times of their own.
const timeoutMs = 600_000

export const openJudges =
  ({ config, groundedness, modelFor, modelNamed }: Pick<EvaluationParts, 'config' | 'groundedness' | 'modelFor' | 'modelNamed'>): OpenJudge =>
  async ({ rubric: name, model: named }, where) => {
    const rubric = readRubric(name, config.rubricsDir)
    const clock = (): number => performance.now()
    if (named === verifierName) {
      if (rubric.kind === 'single' && rubric.needs.includes('evidence')) return verifierJudge(rubric, groundedness, clock)
      throw new AppError(
        'invalid',
        `${where} wants the verifier to judge by ${rubric.version}. It judges only how an answer rests on evidence, as grounded.v1 asks.`,
      )
    }
    const model = named === null ? modelFor('judge') : await modelNamed('judge', named, where)
    if (model) return modelJudge(rubric, { model, timeoutMs, clock })
    throw new AppError(
      'unavailable',
      `${where} needs a language model that judges, and none is live. Set ANSWERABLE_JUDGE_MODELS, run "answerable models pull qwen2.5-coder-1.5b", or judge groundedness with the verifier.`,
    )
  }
