import type { AnswerEvent, Question } from '../domain/answer.ts'
import type { Passage } from '../domain/document.ts'
import type { GeneratorPart, Message } from '../domain/model.ts'
import type { TaskModel } from '../domain/task.ts'
import { isRefusal } from './abstain.ts'
import { unitReader, type Unit } from './answer-units.ts'
import { answerWriter } from './answer-writer.ts'
import type { AnswerParts, Written } from './parts.ts'
import { within } from './deadline.ts'
import { buildPrompt } from './prompt.ts'

type Finish = Extract<GeneratorPart, { type: 'finish' }>

/** A model's words, each sentence let out as soon as it is verified. */
export async function* generatedAnswer(
  parts: AnswerParts,
  model: TaskModel,
  question: Question,
  passages: readonly Passage[],
  signal: AbortSignal,
  started: number,
): AsyncGenerator<AnswerEvent, Written> {
  const from = parts.clock()
  const { messages, shown, record } = await buildPrompt(question.text, passages, {
    template: parts.prompt,
    generator: model.generator,
    maxTokens: question.maxTokens,
  })
  const reader = unitReader(passages[0]?.language ?? 'en')
  const writer = answerWriter(question.text, shown)
  const release = (units: readonly Unit[]): AnswerEvent[] => units.filter((unit) => !isRefusal(unit.text)).flatMap((unit) => writer.add(unit))
  let firstToken = 0
  let finish: Finish | null = null
  for await (const part of inTime(parts, model, messages, question.maxTokens, signal, started)) {
    if (part.type === 'finish') finish = part
    else {
      firstToken ||= parts.clock() - from
      yield* release(reader.push(part.text))
    }
  }
  yield* release(reader.end(finish!.reason === 'length'))
  return {
    model: finish!.model ?? model.generator.id,
    writer,
    usage: finish!.usage,
    prompt: record,
    detail: details[finish!.reason],
    timingsMs: { first_token: firstToken, generate: parts.clock() - from },
  }
}

const details: Record<Finish['reason'], string> = {
  stop: '',
  length: 'The model ran out of max_tokens before it had written a whole sentence; allow more.',
  refused: 'The model refused to answer.',
}

/** The stream, with a time-out for its first word, for each pause and for the whole; ends the server's work when one has passed. */
async function* inTime(
  parts: AnswerParts,
  { generator, temperature }: TaskModel,
  messages: readonly Message[],
  maxTokens: number,
  outer: AbortSignal,
  started: number,
): AsyncGenerator<GeneratorPart, void> {
  const { firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs } = parts.limits
  const stop = new AbortController()
  const signal = AbortSignal.any([outer, stop.signal])
  const stream = generator.stream(messages, { maxTokens, temperature }, signal)
  let timeoutMs = firstTokenTimeoutMs
  let isDone = false
  try {
    for (;;) {
      const left = totalTimeoutMs - (parts.clock() - started)
      const step = await within(stream.next(), Math.min(timeoutMs, left), `Waiting for ${generator.id}`, outer, (reason) => stop.abort(reason))
      if (step.done) break
      timeoutMs = idleTimeoutMs
      yield step.value
    }
    isDone = true
  } finally {
    if (!isDone) stop.abort()
    // Not awaited: a server that hangs must not hang us.
    void stream.return().catch(() => {})
  }
}
