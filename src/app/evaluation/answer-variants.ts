import { join } from 'node:path'
import { installDir } from '../../adapters/postgres/check-outside.ts'
import type { Prompts } from '../../answer/prompt-template.ts'
import type { AnswerQuestion } from '../../domain/answer.ts'
import type { AnswerVariant } from '../../domain/eval-suite.ts'
import type { ModelFor } from '../../domain/task.ts'
import type { Answerer } from '../answerer.ts'
import { readPrompts } from '../read-prompt.ts'

/** The two parts of an answerer that a variant may exchange. */
export interface Exchanged {
  readonly modelFor: ModelFor
  readonly prompts: Prompts
}

/** Answers in another variant: the same program with another model, prompt or number of passages. */
export const answerVariants =
  (answerer: Pick<Answerer, 'modelFor' | 'modelNamed'>, prompts: Prompts, answerWith: (exchanged: Exchanged) => AnswerQuestion) =>
  async ({ name, model, topK, maxTokens, promptsDir }: AnswerVariant): Promise<AnswerQuestion> => {
    // A chain that falls back to other answerers would be measured as a mixture; the named model alone is asked.
    const named = model === null ? null : { model: await answerer.modelNamed('answer', model, `The variant "${name}"`) }
    const ask = answerWith({
      modelFor: (task) => (named && (task === 'answer' || task === 'extract') ? named.model : answerer.modelFor(task)),
      prompts: promptsDir === null ? prompts : readPrompts(join(installDir, 'prompts'), promptsDir),
    })
    return (question, signal) => ask({ ...question, topK: topK ?? question.topK, maxTokens: maxTokens ?? question.maxTokens }, signal)
  }
