import type { Span } from '../../domain/document.ts'
import type { Groundedness } from '../../domain/groundedness.ts'
import { askedAlready } from './asked-already.ts'
import { checkQuestion, type Refusal } from './check-question.ts'
import type { NumberedPassage } from './numbered-passage.ts'
import { writeQuestion, type QuestionWriter } from './write-question.ts'

/** A question that held. */
export interface GeneratedQuestion {
  readonly question: string
  readonly answer: string
  readonly language: string
  readonly source: string
  readonly documentId: string
  readonly version: string
  /** Of the sentence that it rests on: `document.text.slice(start, end) === quote`. */
  readonly span: Span
  readonly quote: string
}

export interface Generated {
  readonly questions: readonly GeneratedQuestion[]
  /** Questions that the model was asked for. */
  readonly asked: number
  readonly refused: Readonly<Partial<Record<Refusal, number>>>
  /** Why there are fewer than were wanted; null when there are not. */
  readonly why: string | null
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costUsd: number | null
}

export interface GenerateWish {
  readonly count: number
  readonly mostCostUsd: number | null
}

// A small model writes about one good question in two or three.
const triesFor = (count: number): number => count * 5
const mostFailuresInARow = 5

/** Asks for one question a passage until there are enough, or until it is stopped; yields what there is after each call. */
export async function* generateQuestions(
  passages: AsyncIterable<NumberedPassage>,
  writer: QuestionWriter,
  groundedness: Groundedness,
  { count, mostCostUsd }: GenerateWish,
  signal?: AbortSignal,
): AsyncGenerator<Generated, Generated> {
  const isRepeated = askedAlready()
  const refused: Partial<Record<Refusal, number>> = {}
  const questions: GeneratedQuestion[] = []
  let [asked, inputTokens, outputTokens, failures] = [0, 0, 0, 0]
  let costUsd: number | null = 0
  const soFar = (why: string | null): Generated => ({ questions, asked, refused, why, inputTokens, outputTokens, costUsd })

  for await (const passage of passages) {
    if (questions.length >= count) return soFar(null)
    if (asked >= triesFor(count)) return soFar(`The model was asked ${asked} times. A larger one writes more questions that hold.`)
    const limit = limitReached(costUsd, mostCostUsd)
    if (limit !== null) return soFar(limit)
    const call = await writeQuestion(writer, passage, signal).catch((error: unknown) => {
      if (signal?.aborted) return null
      throw error
    })
    // What was written so far may have taken an hour.
    if (call === null) return soFar('It was stopped.')
    asked++
    inputTokens += call.inputTokens
    outputTokens += call.outputTokens
    costUsd = costUsd === null || call.costUsd === null ? null : costUsd + call.costUsd
    failures = call.failure === null ? 0 : failures + 1
    if (failures >= mostFailuresInARow) return soFar(`The model failed ${failures} times in a row: ${call.failure}`)

    const written = call.written
    const refusal = call.failure !== null ? 'failed' : written === null ? 'unreadable' : checkQuestion(written, passage, groundedness)
    const last = refusal ?? (isRepeated(written!.question, passage.document.language) ? 'repeated' : null)
    if (last === null) questions.push(kept(written!, passage))
    else refused[last] = (refused[last] ?? 0) + 1
    yield soFar(null)
  }
  return soFar(questions.length >= count ? null : 'There are no more passages to ask about: the collection is small for so many questions.')
}

const limitReached = (costUsd: number | null, mostCostUsd: number | null): string | null => {
  if (mostCostUsd === null) return null
  if (costUsd === null) return 'The price of the model is not known, so no limit can be kept. Set it in ANSWERABLE_PRICES, or set no limit.'
  return costUsd >= mostCostUsd ? `It has cost $${costUsd.toFixed(4)}, and $${mostCostUsd} is the most.` : null
}

const kept = (
  { question, answer, sentence }: { question: string; answer: string; sentence: number },
  { document, sentences }: NumberedPassage,
): GeneratedQuestion => {
  const { start, end } = sentences[sentence - 1]!
  const { source, id: documentId, version, language, text } = document
  return { question, answer, language, source, documentId, version, span: { start, end }, quote: text.slice(start, end) }
}
