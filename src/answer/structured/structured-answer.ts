import type { AnswerEvent, Question } from '../../domain/answer.ts'
import type { Passage } from '../../domain/document.ts'
import type { Message, Usage } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import { AppError } from '../../base/error.ts'
import { groundedShare } from '../confidence.ts'
import { addUsage, completeInTime, noUsage, type Run } from '../in-time.ts'
import type { AnswerParts, Written } from '../parts.ts'
import { buildPrompt } from '../prompt.ts'
import { endDetails } from '../streamed-answer.ts'
import { readJson } from '../../base/read-json.ts'
import type { ResponseShape } from './response-schema.ts'
import { verifyData } from './verified-data.ts'

/** An object that follows the schema, shown when it is whole and every value of it was looked up. Fails with `upstream` when the model writes none, also when told what is wrong. */
export async function* structuredAnswer(
  parts: AnswerParts,
  model: TaskModel,
  shape: ResponseShape,
  question: Question,
  passages: readonly Passage[],
  run: Run,
): AsyncGenerator<AnswerEvent, Written> {
  const from = parts.clock()
  const maxTokens = Math.min(question.maxTokens, model.maxTokens)
  const { messages, shown, record } = await buildPrompt(question.text, passages, {
    template: parts.prompts.structured,
    generator: model.generator,
    maxTokens,
    values: { schema: JSON.stringify(shape.schema) },
  })
  const { data, usage, repairs, model: by, detail } = await objectFrom(model, shape, { messages, maxTokens, promptTokens: record.tokens['total'] ?? 0 }, run)
  const written = { model: by, usage, prompt: record, timingsMs: { generate: parts.clock() - from } }
  if (data === null) {
    return {
      ...written,
      text: '',
      citations: [],
      verdicts: [],
      data: null,
      structured: { schemaHash: shape.hash, repairs, removed: [] },
      detail,
      confidence: 0,
    }
  }
  const { removed, ...verified } = verifyData(data, shape, question.text, shown)
  if (verified.text !== '') yield { type: 'delta', text: verified.text }
  for (const citation of verified.citations) yield { type: 'citation', citation }
  const confidence = groundedShare(verified.verdicts)
  return {
    ...written,
    ...verified,
    structured: { schemaHash: shape.hash, repairs, removed },
    detail: 'No value that the model wrote stands in them.',
    confidence,
  }
}

interface Asked {
  readonly messages: readonly Message[]
  readonly maxTokens: number
  readonly promptTokens: number
}

interface Made {
  /** Null when the model declined. */
  readonly data: unknown
  readonly usage: Usage
  readonly repairs: number
  readonly model: string
  readonly detail: string
}

/** One try, and one more in which the model is told what was wrong. */
const objectFrom = async (model: TaskModel, shape: ResponseShape, { messages, maxTokens, promptTokens }: Asked, run: Run): Promise<Made> => {
  let usage = noUsage
  let asked = messages
  for (let repairs = 0; ; repairs++) {
    const { text, finish } = await completeInTime(run, model, { messages: asked, maxTokens, schema: shape.schema })
    usage = addUsage(usage, finish.usage)
    const made = { usage, repairs, model: finish.model ?? model.generator.id, detail: '' }
    if (finish.reason === 'refused') return { ...made, data: null, detail: endDetails.refused }
    if (finish.reason === 'length') {
      throw new AppError(
        'upstream',
        `The model ran out of max_tokens (${maxTokens}) before its object was whole. Allow more tokens, or ask for a smaller object.`,
      )
    }
    if (declines(text)) return { ...made, data: null, detail: 'The model found no answer in them.' }
    const { value, fault } = readJson(text)
    const faults = fault === null ? shape.faultsOf(value) : [fault]
    if (faults.length === 0) return { ...made, data: value }
    const told: Message[] = [
      { role: 'assistant', content: text },
      { role: 'user', content: `That is not what was asked for: ${faults.join('; ')}. Reply with the corrected JSON object alone.` },
    ]
    const tokens = await Promise.all(told.map(({ content }) => model.generator.countTokens(content)))
    const fits = promptTokens + tokens.reduce((sum, count) => sum + count, 32) + maxTokens <= model.generator.contextTokens
    if (repairs > 0 || !fits) {
      throw new AppError(
        'upstream',
        `The model did not write an object that follows response_schema${repairs > 0 ? ', nor when it was told what was wrong' : ''}: ${faults.join('; ').slice(0, 500)}. Try again, make the schema simpler, or use a larger model.`,
      )
    }
    asked = [...messages, ...told]
  }
}

const declines = (text: string): boolean => /^\s*(?:```(?:json)?\s*)?null\s*(?:```)?\s*$|^\s*the documents do not say\b/i.test(text)
