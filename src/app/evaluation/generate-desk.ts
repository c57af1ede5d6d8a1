import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeUserFile } from '../../adapters/evaluation/write-user-file.ts'
import { installDir } from '../../adapters/postgres/check-outside.ts'
import { drain } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import { seededRandom } from '../../base/random.ts'
import type { TaskModel } from '../../domain/task.ts'
import { refusals, type Refusal } from '../../evaluate/generate/check-question.ts'
import { generatedSuite } from '../../evaluate/generate/generated-suite.ts'
import { generateQuestions, type Generated, type GeneratedQuestion } from '../../evaluate/generate/generate-questions.ts'
import { samplePassages } from '../../evaluate/generate/sample-passages.ts'
import { swapInQuestion, type IsKnown, type SwappedQuestion } from '../../evaluate/generate/swap-in-question.ts'
import type { GenerateDesk, QuestionsWish } from '../../operations/evaluation/generate-desk.ts'
import type { Context } from '../../operations/operation.ts'
import { readPrompts } from '../read-prompt.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { moneySoFar } from './money-so-far.ts'

// A local model on a busy small machine.
const questionTimeoutMs = 180_000

/** Test questions from documents: what the model wrote, checked, with its source. */
export const openGenerateDesk = (parts: EvaluationParts): GenerateDesk => ({
  generate: async (wish, context) => {
    if (wish.file !== null && existsSync(wish.file)) throw new AppError('conflict', `"${wish.file}" is there already. Name another file, or remove it.`)
    const model = await modelOf(parts, wish)
    const { documents } = await parts.documents.list(wish.collection, 1, null)
    if (documents.length === 0)
      throw new AppError('not_found', `There are no documents in "${wish.collection}" to ask about. Bring some in with "answerable ingest PATH".`)

    const template = readPrompts(join(installDir, 'prompts'), parts.config.promptsDir)['test-question']
    const passages = samplePassages(parts.documents, wish.collection, seededRandom(wish.seed))
    announce(model, wish, context)
    const generated = await drain(
      generateQuestions(passages, { model, template, timeoutMs: questionTimeoutMs }, parts.groundedness, wish, context.signal),
      (soFar) => tell(soFar, wish, context),
    )
    const unanswerable = await swapped(generated.questions, wish, isKnownIn(parts, wish.collection))
    const { questions } = generated
    const names = { collection: wish.collection, model: model.generator.id, prompt: template.version, seed: wish.seed }
    const suite = questions.length === 0 ? null : generatedSuite({ ...names, questions, unanswerable })
    if (suite !== null && wish.file !== null) await writeUserFile(wish.file, suite)
    return { ...generated, suite, file: suite === null ? null : wish.file, unanswerable, refused: refusedOf(generated), model: model.generator.id }
  },
})

const modelOf = async ({ modelFor, modelNamed }: EvaluationParts, { model }: QuestionsWish): Promise<TaskModel> => {
  const found = model === null ? modelFor('creative') : await modelNamed('creative', model, 'eval generate')
  if (found) return found
  throw new AppError(
    'unavailable',
    'Test questions are written by a language model, and none is live. Run "answerable models pull qwen2.5-coder-1.5b", set ANSWERABLE_CREATIVE_MODELS, or name one with --model.',
  )
}

// Of what the prompt and one answer took with the models that were tried.
const tokensPerCall = { input: 700, output: 80 }

/** Money shows with the first question, which tells what one costs. */
const announce = ({ generator }: TaskModel, { count }: QuestionsWish, { onEvent }: Context): void => {
  const [least, most] = [count, count * 3]
  const thousand = (tokens: number): string => `${Math.max(1, Math.round(tokens / 1000)).toLocaleString('en')},000`
  const line = `${count} questions from ${generator.id}: ${least} to ${most} calls, about ${thousand(least * (tokensPerCall.input + tokensPerCall.output))} to ${thousand(most * (tokensPerCall.input + tokensPerCall.output))} tokens.`
  onEvent?.({ type: 'line', data: { line } })
}

const tell = ({ questions, asked, costUsd }: Generated, { count }: QuestionsWish, { onEvent }: Context): void => {
  const note = [`${asked} asked`, moneySoFar(costUsd)].filter((it) => it !== null).join(', ')
  onEvent?.({ type: 'steps', data: { done: questions.length, total: count, unit: 'questions', note } })
}

const swapped = async (questions: readonly GeneratedQuestion[], { unanswerable, seed }: QuestionsWish, isKnown: IsKnown) => {
  const random = seededRandom(seed)
  const found: (SwappedQuestion & { source: string })[] = []
  for (const { question, source } of questions) {
    if (found.length >= unanswerable) break
    const one = await swapInQuestion(question, isKnown, random)
    if (one) found.push({ ...one, source })
  }
  return found
}

/** The index of words finds every document that holds it. */
const isKnownIn =
  ({ retrieve }: EvaluationParts, collection: string): IsKnown =>
  async (word) => {
    const { passages } = await retrieve({ text: word, collection, limit: 20 })
    return passages.some(({ text }) => text.toLowerCase().includes(word.toLowerCase()))
  }

const refusedOf = ({ refused }: Generated): { reason: string; count: number }[] =>
  (Object.entries(refused) as [Refusal, number][])
    .toSorted(([, one], [, other]) => other - one)
    .map(([refusal, count]) => ({ reason: refusals[refusal], count }))
