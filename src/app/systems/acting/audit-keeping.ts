/** How long the audit log is kept (`auditDays`), and where its head is noted outside of the database. */
import type { ProposalStore } from '../../../domain/action.ts'
import type { AuditLog } from '../../../domain/audit.ts'
import { currentCall } from '../../../domain/call.ts'
import { hourly, type Hourly } from '../../hourly.ts'
import type { Note } from '../../logging.ts'

const dayMs = 24 * 3_600_000

/** Nothing for 0 days, which means for ever. */
export const auditSweep = (audit: Pick<AuditLog, 'seal'>, auditDays: number, log: (message: string, error: unknown) => void): Hourly =>
  hourly(
    async (signal) => auditDays > 0 && audit.seal(new Date(Date.now() - auditDays * dayMs), signal),
    (error) => log('Old records of the audit log could not be removed; it is tried again in an hour.', error),
  )

/** Into the program's log, and into the trace under way where there is one: a chain that is cut or written anew later is told by what lies there. */
export const headNoter =
  (audit: Pick<AuditLog, 'head'>, note: Note) =>
  async (message: string, facts: Readonly<Record<string, string>> = {}): Promise<void> => {
    const { sequence, hash } = await audit.head()
    currentCall().span?.set({ 'answerable.audit.sequence': sequence, 'answerable.audit.head': hash })
    note(message, { ...facts, sequence, head: hash })
  }

/** The same proposals; the head is noted when an approval is on the disk, before anything runs. */
export const notingApprovals = (inner: ProposalStore, noteHead: ReturnType<typeof headNoter>): ProposalStore => ({
  ...inner,
  move: async (change, entry) => {
    const moved = await inner.move(change, entry)
    if (moved && change.to === 'approved') await noteHead('An action was approved; the audit log ends so.', { proposal: change.id })
    return moved
  },
})
