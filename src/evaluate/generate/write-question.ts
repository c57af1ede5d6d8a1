import { isAppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import { fill } from '../../base/fill.ts'
import { readJson } from '../../base/read-json.ts'
import type { JsonSchema, Message } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import type { Written } from './check-question.ts'
import type { NumberedPassage } from './numbered-passage.ts'

export interface QuestionWriter {
  readonly model: TaskModel
  readonly template: { readonly system: string; readonly user: string }
  /** For one question. */
  readonly timeoutMs: number
}

export interface Call {
  /** Null when there is none to read. */
  readonly written: Written | null
  /** The model's own failure in a sentence; null where it wrote something. */
  readonly failure: string | null
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costUsd: number | null
}

/** A question, its answer and the braces around them take some 200 in any language. */
const mostTokens = 300

/** One question about a passage. Throws only `signal.reason`, and what is no failure of the model. */
export const writeQuestion = async ({ model, template, timeoutMs }: QuestionWriter, passage: NumberedPassage, signal?: AbortSignal): Promise<Call> => {
  const late = AbortSignal.timeout(timeoutMs)
  const either = signal ? AbortSignal.any([signal, late]) : late
  const { generator, temperature, maxTokens } = model
  const options = { maxTokens: Math.min(maxTokens, mostTokens), temperature, schema: schemaFor(passage.sentences.length) }
  let text = ''
  try {
    for await (const part of generator.stream(questionPrompt(template, passage), options, either)) {
      if (part.type === 'text-delta') text += part.text
      else return { written: read(text), failure: null, ...pick(part.usage) }
    }
    return { written: null, failure: `${generator.id} stopped without an end.`, ...unknownUsage }
  } catch (error) {
    throwIfAborted(signal)
    if (late.aborted) return { written: null, failure: `${generator.id} took longer than ${Math.round(timeoutMs / 1000)} s for one question.`, ...unknownUsage }
    if (!isAppError(error)) throw error
    return { written: null, failure: error.message, ...unknownUsage }
  }
}

const questionPrompt = (template: QuestionWriter['template'], { shown, document }: NumberedPassage): Message[] => [
  { role: 'system', content: template.system },
  { role: 'user', content: fill(template.user, { sentences: shown, language: languageName(document.language) }) },
]

const languageName = (code: string): string => new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? 'English'

/** The answer before the question: a model that has chosen the fact asks for that fact. */
const schemaFor = (sentences: number): JsonSchema => ({
  type: 'object',
  properties: {
    sentence: { type: 'integer', enum: Array.from({ length: sentences }, (_, index) => index + 1) },
    answer: { type: 'string', maxLength: 200 },
    question: { type: 'string', maxLength: 280 },
  },
  required: ['sentence', 'answer', 'question'],
  additionalProperties: false,
})

const read = (text: string): Written | null => {
  const { sentence, question, answer } = (readJson(text).value ?? {}) as Record<string, unknown>
  if (typeof question !== 'string' || typeof answer !== 'string') return null
  return { sentence: Number(sentence), question: question.replace(/\s+/g, ' ').trim(), answer: answer.replace(/\s+/g, ' ').trim() }
}

const pick = ({ inputTokens, outputTokens, costUsd }: Omit<Call, 'written' | 'failure'>) => ({ inputTokens, outputTokens, costUsd })
// Whoever broke off may bill all the same.
const unknownUsage = { inputTokens: 0, outputTokens: 0, costUsd: null }
