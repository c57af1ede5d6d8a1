import type { AnswerEvent, Question } from '../../domain/answer.ts'
import type { Passage } from '../../domain/document.ts'
import type { TaskModel } from '../../domain/task.ts'
import { isRefusal } from '../abstain.ts'
import { answerWriter } from '../answer-writer.ts'
import type { Run } from '../in-time.ts'
import type { AnswerParts, Written } from '../parts.ts'
import { buildPrompt } from '../prompt.ts'
import { streamedAnswer } from '../streamed-answer.ts'
import { nameOfLanguage } from '../../base/question-language.ts'
import { pairReader, type TranslatedPair } from './translated-pairs.ts'
import { verifyTranslation } from './verify-translation.ts'

/** An answer in another language than the passages: each sentence comes with the words that it translates, and these are what is verified. */
export async function* answerAcross(
  parts: AnswerParts,
  model: TaskModel,
  question: Question,
  { asked, language }: { readonly asked: string; readonly language: string },
  passages: readonly Passage[],
  run: Run,
): AsyncGenerator<AnswerEvent, Written> {
  const from = parts.clock()
  // The quotes take as many tokens as the sentences.
  const maxTokens = Math.min(question.maxTokens * 2, model.maxTokens)
  const { messages, shown, record } = await buildPrompt(question.text, passages, {
    template: parts.prompts.across,
    generator: model.generator,
    maxTokens,
    values: { asked, language: nameOfLanguage(language) },
  })
  const reader = pairReader()
  const writer = answerWriter(question.text, shown)
  const release = (pairs: readonly TranslatedPair[]): AnswerEvent[] =>
    pairs
      .filter(({ text }) => !isRefusal(text))
      .flatMap(({ text, quote, numbers, before }) => {
        const named = numbers.flatMap((number) => shown[number - 1] ?? [])
        return writer.put(
          { kind: 'prose', text, before },
          verifyTranslation(text, quote, [...named, ...shown.filter((one) => !named.includes(one))], `${question.text} ${asked}`),
        )
      })
  return yield* streamedAnswer(run, model, {
    call: { messages, maxTokens },
    record,
    writer,
    push: (text) => release(reader.push(text)),
    end: () => release(reader.push('', true)),
    from,
  })
}
