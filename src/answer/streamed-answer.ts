import type { AnswerEvent, PromptRecord } from '../domain/answer.ts'
import type { TaskModel } from '../domain/task.ts'
import { resultOf, type AnswerWriter } from './answer-writer.ts'
import { streamInTime, type Call, type Finish, type Run } from './in-time.ts'
import type { Written } from './parts.ts'

export interface Streaming {
  readonly call: Call
  readonly record: PromptRecord
  readonly writer: AnswerWriter
  /** Takes the next words, gives what they let out. */
  push(text: string): readonly AnswerEvent[]
  /** Nothing more comes: the last words may be cut off. */
  end(isCut: boolean): readonly AnswerEvent[]
  /** When the work began, the prompt included. */
  readonly from: number
}

/** The words of a model pass through a reader into the writer while they come. */
export async function* streamedAnswer(run: Run, model: TaskModel, { call, record, writer, push, end, from }: Streaming): AsyncGenerator<AnswerEvent, Written> {
  const { clock } = run.parts
  let firstToken = 0
  let finish: Finish | null = null
  for await (const part of streamInTime(run, model, call)) {
    if (part.type === 'finish') finish = part
    else {
      firstToken ||= clock() - from
      yield* push(part.text)
    }
  }
  yield* end(finish!.reason === 'length')
  return {
    model: finish!.model ?? model.generator.id,
    ...resultOf(writer),
    usage: finish!.usage,
    prompt: record,
    detail: endDetails[finish!.reason],
    confidence: null,
    timingsMs: { first_token: firstToken, generate: clock() - from },
  }
}

/** Why nothing may have come out, by how the model ended. */
export const endDetails: Record<Finish['reason'], string> = {
  stop: '',
  length: 'The model ran out of max_tokens before it had written a whole sentence; allow more.',
  refused: 'The model refused to answer.',
}
