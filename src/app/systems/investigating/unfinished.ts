import type { Investigation } from '../../../domain/investigation.ts'

/** Longer than any may run (`max_seconds`), with what writing it down takes. */
const longestMs = 2 * 3_600_000

/** Ids of those that run in this program now. */
const underWay = new Set<string>()

export const noteRunning = ({ id, state }: Pick<Investigation, 'id' | 'state'>): void => void (state === 'running' ? underWay.add(id) : underWay.delete(id))

/**
 * One that its program never finished is told as stopped. A program that is alone with its database knows at once which those are; beside others it
 * takes one for lost when none can run so long.
 */
export const withoutLost = (it: Investigation, isAlone: boolean, now: Date): Investigation => {
  if (it.state !== 'running' || underWay.has(it.id)) return it
  const isLost = isAlone || now.getTime() - it.startedAt.getTime() > longestMs
  return isLost ? { ...it, state: 'stopped', error: 'The program ended before it did; what it looked at until then stands in the audit log.' } : it
}
