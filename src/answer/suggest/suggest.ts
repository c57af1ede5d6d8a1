import type { SuggestQuestions, SuggestRequest } from '../../domain/answer.ts'
import type { Usage } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import { isAppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import { isAnythingRelevant } from '../answerable.ts'
import { isAnswered } from '../extract/extractive.ts'
import { factsOf, joinFacts } from '../reading/facts.ts'
import { isNamed } from '../reading/identifiers.ts'
import { completeInTime, noUsage, type Run } from '../in-time.ts'
import { isStated } from '../reading/numbers.ts'
import { extractiveModel, type AnswerParts } from '../parts.ts'
import { buildPrompt } from '../prompt.ts'
import { languageOf, nameOfLanguage } from '../../base/question-language.ts'
import { questionsFromHeadings } from './questions-from-headings.ts'
import { readPassage } from '../reading/reading.ts'
import { sentenceEmbedder } from '../extract/sentence-embedder.ts'
import { tokensOf } from '../reading/tokens.ts'

/** Questions to go on with. A model's ideas where one is live, then the documents' own headings; each is tried before it is shown. */
export const suggesting =
  (parts: AnswerParts): SuggestQuestions =>
  async (request, signal) => {
    const run: Run = { parts, started: parts.clock(), signal: signal ?? new AbortController().signal }
    const model = parts.modelFor('creative')
    const ideas = model && request.passages.length > 0 ? await ideasOf(parts, model, request, run) : { questions: [], usage: noUsage, model: extractiveModel }
    const questions: string[] = []
    for (const question of distinct([...ideas.questions, ...questionsFromHeadings(request.passages)], request.asked)) {
      if (questions.length >= request.limit) break
      if (await isAnswerable(parts, question, request.collection, run.signal)) questions.push(question)
    }
    return { questions, model: ideas.model, usage: ideas.usage }
  }

const longest = 300
// Whoever reads the question has no passage before him.
const leansOnText = /\b(?:the|this|these) (?:passages?|texts?|excerpts?)\b/i

/** A model that fails costs its ideas, not the headings. */
const ideasOf = async (
  parts: AnswerParts,
  model: TaskModel,
  { passages, asked, limit }: SuggestRequest,
  run: Run,
): Promise<{ questions: string[]; usage: Usage; model: string }> => {
  try {
    const language = (asked && languageOf(asked)) ?? passages[0]!.language
    const { messages, shown } = await buildPrompt(asked ?? '(nothing yet)', passages, {
      template: parts.prompts.suggest,
      generator: model.generator,
      maxTokens: model.maxTokens,
      values: { limit: String(limit), language: nameOfLanguage(language) },
    })
    const { text, finish } = await completeInTime(run, model, { messages, maxTokens: model.maxTokens })
    const known = joinFacts(shown.flatMap((passage) => readPassage(passage).sentences))
    const questions = text
      .split('\n')
      .map((line) =>
        line
          .replace(/^\s*(?:[-*•]|\d+[.)])\s*/, '')
          .replace(/\*\*/g, '')
          .trim(),
      )
      .filter((line) => /[?？]$/.test(line) && line.length <= longest && !leansOnText.test(line))
      // Of what the passages do not name there is nothing to ask.
      .filter((line) => {
        const facts = factsOf(line, line, 'en')
        return facts.quantities.every((one) => isStated(one, known.offered)) && facts.identifiers.every((one) => isNamed(one, known.plain))
      })
    return { questions, usage: finish.usage, model: finish.model ?? model.generator.id }
  } catch (error) {
    throwIfAborted(run.signal)
    if (!isAppError(error)) throw error
    return { questions: [], usage: noUsage, model: extractiveModel }
  }
}

/** No question twice in other words, and not what was asked already. */
const distinct = (questions: readonly string[], asked: string | null): string[] => {
  const seen = new Set([asked ?? ''].map(keyOf))
  return questions.filter((question) => {
    const key = keyOf(question)
    return key !== '' && !seen.has(key) && seen.add(key)
  })
}
const keyOf = (question: string): string => {
  const stems = tokensOf(question).flatMap(({ stem, content }) => (content ? [stem] : []))
  const own = stems.filter((stem) => !framing.has(stem))
  return [...new Set(own.length > 0 ? own : stems)].sort().join(' ')
}
// "What do the documents say about …"
const framing = new Set(tokensOf('documents say').map(({ stem }) => stem))

const isAnswerable = async (parts: AnswerParts, text: string, collection: string, signal: AbortSignal): Promise<boolean> => {
  const { passages, queryVector } = await parts.retrieve({ text, collection, limit: 5 }, signal)
  const look = { embed: sentenceEmbedder(parts.embedder(), signal), queryVector, signal }
  return isAnythingRelevant(text, passages) && (await isAnswered(text, passages, look))
}
