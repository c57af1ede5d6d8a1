import type { MineLog } from '../../adapters/capabilities/logs/mine.ts'
import { nextTurn, throwIfAborted } from '../../base/async.ts'
import { severities } from '../../domain/log.ts'
import type { Redact } from '../../domain/guard.ts'
import { readLog } from '../../logs/read-log.ts'

const gravest = severities.indexOf('error')

/** The log miner for watched logs: what happened before the window has a template and counts nowhere. */
export const miningLogs =
  (redact: Redact): MineLog =>
  async (chunks, { since, now }, signal) => {
    const reader = readLog({ redact, now, since })
    for await (const chunk of chunks) {
      throwIfAborted(signal)
      reader.push(chunk)
      // Questions are answered by the same thread.
      await nextTurn()
    }
    const { statistics } = reader.finish()
    const templates = statistics.templates.filter((it) => it.count > 0)
    const linesOf = (isMeant: (rank: number) => boolean): number =>
      templates
        .filter((it) => !it.isContinuation)
        .flatMap((it) => Object.entries(it.severities))
        .reduce((sum, [severity, count]) => sum + (isMeant(severities.indexOf(severity as never)) ? (count ?? 0) : 0), 0)
    return {
      lines: statistics.lines - statistics.skippedLines,
      templates,
      errors: linesOf((rank) => rank >= gravest),
      warnings: linesOf((rank) => rank === gravest - 1),
      lastSeen: statistics.lastSeen,
      notes: statistics.notes,
    }
  }
