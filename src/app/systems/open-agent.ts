/** What works on watched systems, joined: who acts and keeps the audit log, who investigates, and the watches whose incidents are investigated. */
import { asCaller } from '../../adapters/postgres/as-caller.ts'
import type { Database } from '../../adapters/postgres/database.ts'
import { openIncidents } from '../../adapters/postgres/incidents.ts'
import type { Config } from '../../config.ts'
import type { Retrieve } from '../../domain/answer.ts'
import type { ModelFor } from '../../domain/task.ts'
import type { InvestigationDesk } from '../../operations/investigation-desk.ts'
import type { Note } from '../logging.ts'
import type { Telemetry } from '../telemetry.ts'
import { auditSweep } from './acting/audit-keeping.ts'
import { openActing, type OpenedActing } from './acting/open-acting.ts'
import { openInvestigating } from './investigating/open-investigating.ts'
import type { WatchedSystems } from './open-watched-systems.ts'
import { diagnosingIncidents } from './watching/diagnose-incidents.ts'
import { openWatching, type OpenedWatching } from './watching/open-watching.ts'

export interface OpenAgentParts {
  readonly config: Pick<Config, 'promptsDir' | 'contentDays' | 'redactContent' | 'auditDays'>
  /** With all eyes: audit log, proposals and watches are the program's own work. */
  readonly everything: Database
  readonly systems: WatchedSystems
  readonly modelFor: ModelFor
  /** As people get it: guarded. */
  readonly retrieve: Retrieve
  readonly telemetry: Pick<Telemetry, 'tracer' | 'work'>
  log(message: string, error: unknown): void
  readonly note: Note
}

export interface OpenedAgent {
  readonly acting: OpenedActing
  readonly investigations: InvestigationDesk
  readonly watching: OpenedWatching
  /** Where the audit log stands, into the program's log: for programs that stay, as they start. */
  noteHead(): Promise<void>
  /** Watches, and removes old records of the audit log, until it is handed over. */
  start(): void
  /** Looks and investigates no more, and waits for what is under way; what was proposed can still be read and approved. */
  handOver(): Promise<void>
  /** After `handOver`. */
  close(): void
}

export const openAgent = ({ config, everything, systems, modelFor, retrieve, telemetry, log, note }: OpenAgentParts): OpenedAgent => {
  const database = asCaller(everything)
  const acting = openActing({ everything, systems, modelFor, openFence: systems.fence, note, traceWork: telemetry.work })
  const oldRecords = auditSweep(acting.audit, config.auditDays, log)
  const investigations = openInvestigating({ config, database, systems, acting, retrieve, telemetry })
  const incidents = openIncidents(database)
  const diagnosis = diagnosingIncidents({ investigations, incidents, diagnosis: systems.systems.diagnosis, log })
  const watching = openWatching({
    database: everything,
    incidents,
    systems: systems.systems,
    capabilities: acting.capabilities,
    killSwitch: acting.killSwitch,
    onIncident: diagnosis.onIncident,
    log,
  })
  return {
    acting,
    investigations,
    watching,
    noteHead: () => acting.noteHead('The audit log ends so.').catch((error: unknown) => log('The head of the audit log could not be read.', error)),
    start: () => {
      watching.start()
      oldRecords.start()
    },
    handOver: async () => {
      await Promise.all([watching.close(), oldRecords.close()])
      await diagnosis.close()
    },
    close: acting.close,
  }
}
