/** Questions of staff that no operation covers, answered by SQL that a model wrote, where the owner switched it on. */
import type { Abstention } from '../../domain/answer.ts'
import { withinCall } from '../../domain/call.ts'
import type { RecordReading } from '../../domain/record-request.ts'
import type { Tracer } from '../../domain/trace.ts'
import type { Looking } from '../../records/compile/find-records.ts'
import type { ToldRecords } from '../../records/answer/tell-records.ts'
import { tellSql } from '../../records/sql/tell-sql.ts'
import type { RecordModels } from './record-models.ts'

/** Nobody's but staff's, and only what the operations leave: refused as not covered or unclear, or found to be about nothing that is known. */
export const asksForSql = ({ description, reader }: Looking, { about, certainty, refusal }: RecordReading): boolean =>
  reader.kind === 'staff' &&
  description.staff.sql &&
  (refusal === null ? (about === 'documents' || about === 'neither') && certainty < 0.7 : refusal.why === 'not_covered' || refusal.why === 'unclear')

export interface SqlOutcome {
  readonly told: ToldRecords
  readonly looks: readonly []
  readonly refused: Abstention | null
  readonly failure: null
  readonly model: string
}

/** Null where no model is live. */
export const answerBySql = async (
  models: RecordModels,
  looking: Looking,
  question: string,
  tracer: Tracer,
  signal?: AbortSignal,
): Promise<SqlOutcome | null> => {
  const span = tracer.start('execute_tool records.sql', 'execute_tool', {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'records.sql',
    'gen_ai.tool.type': 'datastore',
    'gen_ai.data_source.id': looking.description.collection,
  })
  try {
    const written = await withinCall({ span }, () => models.sql(question, looking, signal))
    const last = written?.attempts.at(-1)
    span.set({ 'answerable.attempts': written?.attempts.length ?? 0, 'answerable.outcome': last?.outcome ?? 'none' })
    span.setContent(() => ({ 'db.query.text': last?.sql ?? '' }))
    span.end()
    if (!written) return null
    const told = tellSql(looking.description.collection, written)
    const none: ToldRecords = { text: '', citations: [], cards: [] }
    return { told: told ?? none, looks: [], refused: told ? null : refusedWords(last?.why ?? ''), failure: null, model: written.model }
  } catch (error) {
    span.end(error as Error)
    throw error
  }
}

const refusedWords = (why: string): Abstention => ({
  reason: 'out_of_scope',
  message: `No operation answers this, and the query that a model wrote for it was not run: ${why} Ask for less at once, or in the words of the described tables.`,
})
