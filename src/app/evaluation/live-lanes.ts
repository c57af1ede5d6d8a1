import { basename } from 'node:path'
import { localGenerators } from '../../adapters/models/open-generator.ts'
import type { Judge } from '../../domain/judgement.ts'
import type { JudgingLane } from '../../domain/live-quality.ts'
import { verifierName } from '../../evaluate/judge/verifier-judge.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { openJudges } from './open-judges.ts'

export interface OpenLane extends JudgingLane {
  readonly by: Judge
  /** It runs on this machine, and slows questions that come meanwhile. */
  readonly isHere: boolean
}

/** The judges of live answers, as the settings want them. A model that is not there is told once, and may be there the next time. */
export const liveLanes = ({ config, modelFor, log, ...parts }: EvaluationParts): (() => Promise<OpenLane[]>) => {
  const openJudge = openJudges({ config, modelFor, ...parts })
  const told = new Set<string>()

  const open = async (rubric: string, model: string | null): Promise<OpenLane[]> => {
    try {
      const by = await openJudge({ rubric, model }, 'ANSWERABLE_LIVE_JUDGE_RUBRICS')
      const fault = faultOf(by)
      if (fault !== null) throw fault
      const isFree = by.id === verifierName
      return [
        {
          by,
          rubric: by.rubric.version,
          rubricHash: by.rubric.hash,
          judge: by.id,
          share: isFree ? 1 : config.liveJudgeShare,
          mostUsdADay: isFree ? null : config.liveJudgeMostUsd,
          isHere: isFree || isOfThisMachine(by.id, config),
        },
      ]
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error)
      if (!told.has(sentence)) log('Live answers are not judged.', error)
      told.add(sentence)
      return []
    }
  }

  return async () => {
    const free = config.liveJudgeVerifier ? await open('grounded.v1', verifierName) : []
    const paid = config.liveJudgeShare > 0 ? await Promise.all(config.liveJudgeRubrics.map((rubric) => open(rubric, null))) : []
    return [...free, ...paid.flat()]
  }
}

const faultOf = ({ rubric }: Judge): Error | null => {
  if (rubric.kind === 'pair') return new Error(`The rubric ${rubric.version} compares two answers; live ones stand alone.`)
  return rubric.needs.includes('reference') ? new Error(`The rubric ${rubric.version} needs a reference answer, which live questions do not have.`) : null
}

/** A model file goes by its name. */
const isOfThisMachine = (id: string, { judgeModels, answerModels, generator }: EvaluationParts['config']): boolean => {
  const named = [...(judgeModels ?? []), ...(answerModels ?? []), ...generator.split(',')].map((it) => it.trim())
  return localGenerators.some((it) => it === id) || named.some((it) => basename(it) === `${id}.gguf`)
}
