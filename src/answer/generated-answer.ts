import type { AnswerEvent, Question } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { TaskModel } from '../domain/task.ts'
import { isRefusal } from './abstain.ts'
import { unitReader, type Unit } from './answer-units.ts'
import { answerWriter } from './answer-writer.ts'
import type { AnswerParts, Written } from './parts.ts'
import type { Run } from './in-time.ts'
import { buildPrompt } from './prompt.ts'
import { streamedAnswer } from './streamed-answer.ts'

/** A model's words, each sentence let out as soon as it is verified. */
export async function* generatedAnswer(
  parts: AnswerParts,
  model: TaskModel,
  question: Question,
  passages: readonly Passage[],
  run: Run,
): AsyncGenerator<AnswerEvent, Written> {
  const from = parts.clock()
  const maxTokens = Math.min(question.maxTokens, model.maxTokens)
  const { messages, shown, record } = await buildPrompt(question.text, passages, {
    template: parts.prompts.answer,
    generator: model.generator,
    maxTokens,
  })
  const reader = unitReader(passages[0]?.language ?? 'en')
  const writer = answerWriter(question.text, shown)
  const release = (units: readonly Unit[]): AnswerEvent[] => units.filter((unit) => !isRefusal(unit.text)).flatMap((unit) => writer.add(unit))
  return yield* streamedAnswer(run, model, {
    call: { messages, maxTokens },
    record,
    writer,
    push: (text) => release(reader.push(text)),
    end: (isCut) => release(reader.end(isCut)),
    from,
  })
}
