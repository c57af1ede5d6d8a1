/** A watch as people see it: what it knows of each thing. */
import { watchStates, type WatchedThing, type WatchStateName, type WatchView } from '../domain/watch-view.ts'
import type { Watch } from '../domain/watch.ts'
import type { WatchRecord } from '../domain/watch-queue.ts'
import { readMemory, type ThingMemory, type WatchMemory } from './memory.ts'
import type { Standing } from './standing.ts'

export const viewOf = (watch: Watch, record: WatchRecord | null): WatchView => {
  const memory = readMemory(record?.memory)
  const things = Object.values(memory.things).map(thingView).toSorted(gravestFirst)
  return {
    watch,
    state: stateOf(record, memory, things),
    lastLookAt: record?.lastRunAt ?? null,
    nextLookAt: record?.dueAt ?? null,
    looks: record?.runs ?? 0,
    failures: record?.failures ?? 0,
    durationMs: record?.durationMs ?? null,
    problem: record?.problem ?? null,
    things,
  }
}

const thingView = ({ labels, value, atMs, standing, isLearning, recent }: ThingMemory): WatchedThing => {
  const wrong = standingState(standing)
  return {
    labels,
    value,
    at: new Date(atMs),
    state: wrong ?? (isLearning ? 'learning' : 'right'),
    sentence: wrong === null ? null : standing.sentence,
    recent,
  }
}

/** Of the last look: what is right now is right, though its incident still waits until it has been so for a while. */
const standingState = ({ isStanding, wrongSinceMs, rightSinceMs }: Standing): WatchStateName | null => {
  if (rightSinceMs !== null) return null
  if (isStanding) return 'wrong'
  return wrongSinceMs === null ? null : 'suspect'
}

const stateOf = (record: WatchRecord | null, { unseen }: WatchMemory, things: readonly WatchedThing[]): WatchStateName => {
  if (!record?.lastRunAt) return 'new'
  const ofThings = things.map(({ state }) => state)
  // What waits for a fact that does not come is wrong itself; of others it is only not known.
  if (standingState(unseen) !== null) return ofThings.includes('wrong') ? 'wrong' : 'unseen'
  return ofThings.toSorted(byGravity).at(-1) ?? 'right'
}

const byGravity = (a: WatchStateName, b: WatchStateName): number => watchStates.indexOf(a) - watchStates.indexOf(b)

const gravestFirst = (a: WatchedThing, b: WatchedThing): number => byGravity(b.state, a.state)
