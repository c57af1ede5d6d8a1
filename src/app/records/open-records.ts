/** Records that customers ask about: what is connected, and how it is looked after. */
import { join } from 'node:path'
import type { Database } from '../../adapters/postgres/database.ts'
import { openConnectionRows } from '../../adapters/postgres/record-connections.ts'
import { ownPglite } from '../../adapters/records/own-pglite.ts'
import type { OwnRecords } from '../../adapters/records/own-records.ts'
import { ownServer } from '../../adapters/records/own-server.ts'
import type { Config } from '../../config.ts'
import { sleep } from '../../base/async.ts'
import { isAppError } from '../../base/error.ts'
import { newTraceId } from '../../base/id.ts'
import type { AnswerQuestion } from '../../domain/answer.ts'
import type { AuditLog } from '../../domain/audit.ts'
import { currentCall } from '../../domain/call.ts'
import type { Embedder } from '../../domain/model.ts'
import type { RecordConnections } from '../../domain/record-store.ts'
import type { Tracer } from '../../domain/trace.ts'
import type { RecordsDesk } from '../../operations/records-desk.ts'
import { readByIntent } from '../../records/intents/read-by-intent.ts'
import { readRecordQuestion } from '../../records/read/read-record-question.ts'
import type { Exchanged } from '../evaluation/answer-variants.ts'
import { templateDirOf } from '../template-dir.ts'
import { openMisses } from './note-miss.ts'
import { openConnections } from './open-connections.ts'
import { openDesk } from './open-desk.ts'
import { recordAnswers } from './record-answers.ts'
import { recordCards } from './record-cards.ts'
import { recordModels } from './record-models.ts'
import { openTrials } from './try-records.ts'

export interface OpenedRecords {
  readonly connections: RecordConnections
  readonly desk: RecordsDesk
  /** The same port around answers from documents, for customers and staff. `kept`: those that are not the documents' own sentences. */
  answering(fromDocuments: (exchanged: Exchanged) => AnswerQuestion, kept: (ask: AnswerQuestion) => AnswerQuestion, exchanged: Exchanged): AnswerQuestion
  /** A sentence for each database that cannot be asked, or does not say within two seconds. */
  advice(): Promise<string[]>
  /** Opens what is connected, so that the first question waits for nothing. What cannot be opened is told by the log, and tried again when it is asked. */
  warm(): Promise<void>
  close(): Promise<void>
}

export interface RecordParts {
  readonly config: Config
  /** The database with all eyes. */
  readonly everything: Database
  /** Opened after this. */
  readonly audit: () => Pick<AuditLog, 'append' | 'list'>
  readonly tracer: Tracer
  /** Null while there is none. */
  readonly embedder: () => Embedder | null
  readonly log: (message: string, error: unknown) => void
}

export const openRecords = ({ config, everything, audit, tracer, embedder, log }: RecordParts): OpenedRecords => {
  let opened: OwnRecords | null = null
  const own = (): OwnRecords =>
    (opened ??= config.databaseUrl ? ownServer(everything, config.databaseUrl) : ownPglite(join(config.dataDir, 'records'), templateDirOf(config)))
  const parts = { rows: openConnectionRows(everything), own, env: process.env, log }
  const { connections, trying } = openTrials(openConnections(parts))
  const misses = openMisses({ connections, audit: { append: (record) => audit().append(record), list: (wanted) => audit().list(wanted) }, log })
  const read = readByIntent(readRecordQuestion, { embedder, onFailure: (error) => log('What a question asks could not be told by its meaning.', error) })
  const clock = () => performance.now()
  const card = recordCards({ connections, misses, caller: () => currentCall().caller, clock })
  const desk: RecordsDesk = { ...openDesk({ ...parts, connections, misses, trying }), card }
  return {
    connections,
    desk,
    answering: (fromDocuments, kept, exchanged) =>
      recordAnswers(kept(fromDocuments(exchanged)), {
        connections,
        read,
        models: () => recordModels({ exchanged, rules: read, log }),
        ownSentences: fromDocuments({ ...exchanged, modelFor: () => null }),
        tracer,
        misses,
        now: () => new Date(),
        clock,
        newTraceId: () => currentCall().traceId ?? newTraceId(),
        log,
      }),
    advice: async () => {
      const collections = (await parts.rows.list()).map(({ collection }) => collection)
      return (await Promise.all(collections.map((it) => troubleOf(it, connections)))).flat()
    },
    warm: async () => {
      const collections = await parts.rows.list().catch(() => [])
      await Promise.allSettled(collections.map(({ collection }) => connections.of(collection)))
    },
    close: async () => {
      await misses.flush()
      await connections.close()
      await opened?.close()
    },
  }
}

const troubleOf = async (collection: string, { of }: RecordConnections): Promise<string[]> => {
  const opening = of(collection).then(
    () => [],
    (error: unknown) => [`Records of "${collection}": ${isAppError(error) ? error.message : 'something went wrong inside; the log has the whole story.'}`],
  )
  const waiting = sleep(patienceMs).then(() => [`Records of "${collection}": their database has not answered within ${patienceMs / 1000} s.`])
  return Promise.race([opening, waiting])
}

const patienceMs = 2000
