import type { AnswerEvent, Question } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { TaskModel } from '../domain/task.ts'
import { isRefusal } from './abstain.ts'
import { unitReader, type Unit } from './answer-units.ts'
import { answerWriter, resultOf } from './answer-writer.ts'
import type { AnswerParts, Written } from './parts.ts'
import { streamInTime, type Finish, type Run } from './in-time.ts'
import { buildPrompt } from './prompt.ts'

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
  let firstToken = 0
  let finish: Finish | null = null
  for await (const part of streamInTime(run, model, { messages, maxTokens })) {
    if (part.type === 'finish') finish = part
    else {
      firstToken ||= parts.clock() - from
      yield* release(reader.push(part.text))
    }
  }
  yield* release(reader.end(finish!.reason === 'length'))
  return {
    model: finish!.model ?? model.generator.id,
    ...resultOf(writer),
    usage: finish!.usage,
    prompt: record,
    detail: details[finish!.reason],
    timingsMs: { first_token: firstToken, generate: parts.clock() - from },
  }
}

/** Why nothing may have come out, by how the model ended. */
export const details: Record<Finish['reason'], string> = {
  stop: '',
  length: 'The model ran out of max_tokens before it had written a whole sentence; allow more.',
  refused: 'The model refused to answer.',
}
