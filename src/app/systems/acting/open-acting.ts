/** What stands around everything that the agent does: the audit log, the switch that stops it, and the actions that a person approves. */
import { actions } from '../../../act/actions.ts'
import { actionRunner } from '../../../adapters/actions/run-action.ts'
import type { OpenedFence } from '../../../adapters/fence/fence.ts'
import type { AuditParts } from '../../../adapters/postgres/append-audit.ts'
import { openAuditLog } from '../../../adapters/postgres/audit-log.ts'
import type { Database } from '../../../adapters/postgres/database.ts'
import { openKillSwitch } from '../../../adapters/postgres/kill-switch.ts'
import { openProposals } from '../../../adapters/postgres/proposals.ts'
import { sleep } from '../../../base/async.ts'
import type { Capabilities } from '../../../domain/capability.ts'
import type { ModelFor } from '../../../domain/task.ts'
import { redactor } from '../../../guard/redact.ts'
import { auditedCapabilities } from '../../../middleware/audited-capabilities.ts'
import { auditedModels } from '../../../middleware/audited-models.ts'
import { tracedActions } from '../../../middleware/traced-actions.ts'
import type { TraceWork } from '../../../middleware/traced-work.ts'
import type { ActingDesk } from '../../../operations/acting-desk.ts'
import { headNoter, notingApprovals } from './audit-keeping.ts'
import { requestDesk } from './request-desk.ts'
import type { SystemsDesk } from '../../../operations/systems-desk.ts'
import type { Note } from '../../logging.ts'

export interface ActingParts {
  /** The database with all eyes: what is done on behalf of anybody is recorded. */
  readonly everything: Database
  readonly systems: SystemsDesk
  readonly modelFor: ModelFor
  readonly openFence: () => Promise<OpenedFence>
  /** What is under way when it is opened belongs to a process that has ended. Left out: where nobody else can have the database open. */
  readonly isOnlyOne?: boolean
  /** Left out: nowhere but in traces. */
  readonly note?: Note
  /** Left out: an approval has no trace of its own. */
  readonly traceWork?: TraceWork
}

export interface OpenedActing extends ActingDesk {
  /** The only ones that watches, investigations and checks are given: no look is missing in the audit log. */
  readonly capabilities: Capabilities
  /** For what the agent asks of models. */
  readonly modelFor: ModelFor
  noteHead(message: string): Promise<void>
  close(): void
}

export const openActing = (given: ActingParts): OpenedActing => {
  const { everything, systems, modelFor, openFence, isOnlyOne = everything.kind === 'pglite', note = () => {}, traceWork } = given
  const redact = redactor()
  const parts: AuditParts = { mask: (text) => redact(text).text, now: () => new Date() }
  const audit = openAuditLog(everything, parts)
  const killSwitch = openKillSwitch(everything, parts)
  const noteHead = headNoter(audit, note)
  const capabilities = auditedCapabilities(systems.capabilities, audit)
  // The way that needs no door and no database: `kill -USR2`. The row follows as soon as the database takes it.
  const onSignal = (): void => {
    void killSwitch.stopUntilWritten('By the signal SIGUSR2')
  }
  process.on('SIGUSR2', onSignal)
  const untraced = actions({
    definitions: systems.systems.actions,
    reread: async () => (await systems.check(systems.path)).systems.actions,
    store: notingApprovals(openProposals(everything, parts, { isOnlyProcess: isOnlyOne }), noteHead),
    runner: actionRunner(openFence, process.env),
    audit,
    killSwitch,
    capabilities,
    mask: parts.mask,
    now: parts.now,
    sleep,
  })
  const acts = traceWork ? tracedActions(untraced, traceWork) : untraced
  return {
    capabilities,
    modelFor: auditedModels(modelFor, audit),
    audit,
    killSwitch,
    noteHead,
    mask: parts.mask,
    actions: acts,
    request: requestDesk({ actions: acts, audit, killSwitch, mask: parts.mask }),
    close: () => {
      process.off('SIGUSR2', onSignal)
      killSwitch.close()
    },
  }
}
