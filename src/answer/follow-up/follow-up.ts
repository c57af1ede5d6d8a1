import type { FollowUp, Question } from '../../domain/answer.ts'
import type { Usage } from '../../domain/model.ts'
import { isAppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import { condenseByModel } from './condense-model.ts'
import { condenseByWords } from './condense-words.ts'
import { noUsage, type Run } from '../in-time.ts'
import type { AnswerParts } from '../parts.ts'

/** A question that can be searched and answered without what was said before it. */
export interface Standalone {
  readonly text: string
  readonly followUp: FollowUp | null
  readonly usage: Usage
  readonly timingsMs: Readonly<Record<string, number>>
}

/** History is only read here: whatever follows sees one question. A model that fails or writes something else costs its version, never the answer. */
export const standalone = async (parts: AnswerParts, { text, history }: Question, run: Run): Promise<Standalone> => {
  if (history.length === 0) return { text, followUp: null, usage: noUsage, timingsMs: {} }
  const from = parts.clock()
  const byWords = condenseByWords(text, history)
  const told = (standing: string, by: string, usage: Usage, used: number, refused: string | null): Standalone => ({
    text: standing,
    followUp: { by: standing === text ? null : by, turns: history.length, used, refused },
    usage,
    timingsMs: { condense: parts.clock() - from },
  })
  // A question that leans on nothing gains nothing from a model, and waits for it.
  const model = byWords === text ? null : parts.modelFor('condense')
  if (!model) return told(byWords, 'words', noUsage, history.length, null)
  try {
    const { standing, refused, usage, used, by } = await condenseByModel(text, history, { model, template: parts.prompts.condense, run })
    return standing === null ? told(byWords, 'words', usage, used, refused) : told(standing, by, usage, used, null)
  } catch (error) {
    throwIfAborted(run.signal)
    if (!isAppError(error)) throw error
    return told(byWords, 'words', noUsage, history.length, error.message)
  }
}
