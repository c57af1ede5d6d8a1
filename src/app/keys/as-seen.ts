/** What the program tells of itself: whole to the owner and admin keys of all collections, without paths, addresses and others' counts to all else. */
import { currentCall, seesAll } from '../../domain/call.ts'
import type { Readiness, Status } from '../../operations/app.ts'

/** Counts and collections were read with the caller's eyes already. */
export const statusAsSeen = (status: Status): Status => {
  if (seesAll(currentCall().caller)) return status
  const { embedder, answerer, tasks } = status
  return {
    ...status,
    dataDir: null,
    database: { ...status.database, where: null },
    embedder: { ...embedder, message: embedderWords[embedder.state] },
    answerer: { ...answerer, message: answerer.id },
    tasks: tasks.map((task) => ({ ...task, notes: [], models: task.models.map((model) => ({ ...model, lastFailure: null })) })),
    advice: [],
  }
}

export const readinessAsSeen = (readiness: Readiness): Readiness => (seesAll(currentCall().caller) ? readiness : { ...readiness, progress: null })

const embedderWords = {
  loading: 'being loaded; search is by words meanwhile',
  ready: 'ready: search is by meaning and words',
  unavailable: 'not available: search is by words only',
} satisfies Record<Status['embedder']['state'], string>
