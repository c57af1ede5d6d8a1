import type { Judge, PairJudgement, Preference, Rubric } from '../../domain/judgement.ts'
import { askJudge, type JudgeModel, type Said } from './ask-judge.ts'
import { judgePrompt, pairVerdicts, singleVerdicts } from './judge-prompt.ts'

/** A language model that judges by a rubric: temperature 0, reasons before the verdict, pairs in both orders. */
export const modelJudge = (rubric: Rubric, model: JudgeModel): Judge => {
  const id = model.model.generator.id
  return {
    id,
    rubric,
    judge: async ({ question, answer, reference, evidence }, signal) => {
      const said = await askJudge(model, judgePrompt(rubric, { question, answer, reference, evidence }), singleVerdicts, signal)
      return { rubric: rubric.version, judge: id, ...said, score: said.verdict === null ? null : Number(said.verdict === 'pass') }
    },

    compare: async ({ question, reference, evidence, first, second }, signal) => {
      const ask = (shownFirst: string, shownSecond: string): Promise<Said<Preference>> =>
        askJudge(model, judgePrompt(rubric, { question, reference, evidence, first: shownFirst, second: shownSecond }), pairVerdicts, signal)
      const inOrder = await ask(first, second)
      const swapped = await ask(second, first)
      return { rubric: rubric.version, judge: id, ...joined(inOrder, swapped) }
    },
  }
}

type Joined = Omit<PairJudgement, 'rubric' | 'judge'>

const joined = (one: Said<Preference>, other: Said<Preference>): Joined => {
  const [inOrder, swapped] = [one.verdict, other.verdict && turned[other.verdict]]
  return {
    inOrder,
    swapped,
    preference: inOrder === null || swapped === null ? null : inOrder === swapped ? inOrder : 'tie',
    explanation: one.explanation,
    failure: one.failure ?? other.failure,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    costUsd: one.costUsd === null || other.costUsd === null ? null : one.costUsd + other.costUsd,
    ms: one.ms + other.ms,
  }
}

const turned: Readonly<Record<Preference, Preference>> = { first: 'second', second: 'first', tie: 'tie' }
