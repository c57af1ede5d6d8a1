/** What models may do for an answer from records, each call with its task in the ledger and its tokens added up. */
import { withinCall } from '../../domain/call.ts'
import type { Usage } from '../../domain/model.ts'
import type { ReadRecordQuestion } from '../../domain/record-request.ts'
import type { TaskModel } from '../../domain/task.ts'
import { readWithModel } from '../../records/by-model/read-by-model.ts'
import { wordAnswer } from '../../records/by-model/word-answer.ts'
import { allFound, type LookedUp, type ToldRecords } from '../../records/answer/tell-records.ts'
import { withoutFaults } from '../../records/answer/verify/without-faults.ts'
import type { Looking } from '../../records/compile/find-records.ts'
import { openSqlParser } from '../../records/sql/open-parser.ts'
import { writeSql, type WrittenSql } from '../../records/sql/write-sql.ts'
import type { Exchanged } from '../evaluation/answer-variants.ts'

/** For one question. */
export interface RecordModels {
  readonly read: ReadRecordQuestion
  /** Null where no model is live. */
  sql(question: string, looking: Looking, signal?: AbortSignal): Promise<WrittenSql | null>
  /** Where the description wants a model's words and they hold beside what was found; null: the rules' stand. */
  word(question: string, told: ToldRecords, found: readonly LookedUp[], looking: Looking, signal?: AbortSignal): Promise<Worded | null>
  /** Of all calls until now. */
  usage(): Usage
}

type Worded = NonNullable<Awaited<ReturnType<typeof wordAnswer>>>

export interface RecordModelParts {
  readonly exchanged: Exchanged
  readonly rules: ReadRecordQuestion
  readonly log: (message: string, error: unknown) => void
}

// Whoever asks waits for it, and the rules have a reading already.
const timeoutMs = 30_000

export const recordModels = ({ exchanged: { modelFor, prompts }, rules, log }: RecordModelParts): RecordModels => {
  let total = { inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0 as number | null }
  const add = (usage: Usage): void => {
    const costUsd = total.costUsd === null || usage.costUsd === null ? null : total.costUsd + usage.costUsd
    total = {
      inputTokens: total.inputTokens + usage.inputTokens,
      outputTokens: total.outputTokens + usage.outputTokens,
      reported: total.reported && usage.reported,
      costUsd,
    }
  }
  const counted = (task: 'extract' | 'answer'): TaskModel | null => {
    const model = modelFor(task)
    return model && { ...model, generator: countingGenerator(model.generator, add) }
  }
  const read = readWithModel(rules, {
    modelFor: () => counted('extract'),
    prompt: prompts['record-request'],
    timeoutMs,
    onFailure: (message) => log(message, null),
  })
  return {
    read: (question, findValues, signal) => withinCall({ task: 'extract' }, () => read(question, findValues, signal)),
    sql: async (question, { description, store }, signal) => {
      const model = counted('extract')
      if (!model) return null
      const writer = { model, prompt: prompts['record-sql'], parse: await openSqlParser(), store }
      return withinCall({ task: 'extract' }, () => writeSql(question, description, writer, signal))
    },
    word: async (question, told, found, { description }, signal) => {
      const model = description.answers === 'model' ? counted('answer') : null
      if (!model) return null
      const wording = { model, prompt: prompts['record-words'], timeoutMs, onFailure: (message: string) => log(message, null) }
      const worded = await withinCall({ task: 'answer' }, () => wordAnswer(question, told, description, wording, signal))
      const holds = worded && withoutFaults({ ...told, ...worded }, allFound(found), description).text === worded.text
      if (worded && !holds) log(`${worded.model} worded an answer that the records do not bear out; the rules' words stand.`, null)
      return holds ? worded : null
    },
    usage: () => total,
  }
}

const countingGenerator = (inner: TaskModel['generator'], add: (usage: Usage) => void): TaskModel['generator'] => ({
  ...inner,
  stream: async function* (messages, options, signal) {
    for await (const part of inner.stream(messages, options, signal)) {
      if (part.type === 'finish') add(part.usage)
      yield part
    }
  },
})
