/** Signals → incidents: what belongs together is one, what comes back opens it again, what flaps is held open. */
import type { Incident, IncidentNote, IncidentSignal } from '../../domain/incident.ts'
import { grades, type Grade, type Signal } from '../../domain/watch.ts'
import { thingOf } from '../memory.ts'
import { duration } from '../say.ts'
import { titleOf } from './title.ts'

export interface Filing {
  readonly watch: string
  /** All that stand of this watch. */
  readonly signals: readonly Signal[]
  readonly now: Date
  readonly newId: () => string
}

/** Signals of one service that begin within this time of each other are one incident. */
export const groupMs = 600_000
/** Of several services, where they share a label (an instance, a node). */
export const neighbourMs = 300_000
/** What was resolved no longer ago opens again. */
export const reopenMs = 1_800_000
const mostSignals = 100
const mostNotes = 60

/** Gives the incidents that changed. `incidents`: those that are not resolved, and those that were within `reopenMs`. */
export const fileSignals = (incidents: readonly Incident[], filing: Filing): readonly Incident[] => {
  const after = new Map(incidents.map((it) => [it.id, it]))
  const keep = (incident: Incident): void => void after.set(incident.id, incident)
  const standing = new Map(filing.signals.map((signal) => [keyOf(signal), signal]))
  for (const incident of incidents) if (hasActive(incident, filing.watch)) keep(withQuiet(incident, filing, standing))
  for (const signal of filing.signals) keep(withSignal(homeOf(signal, [...after.values()], filing), signal, filing))
  for (const incident of after.values()) if (isOver(incident, filing.now)) keep(resolved(incident, filing.now))
  const before = new Map(incidents.map((it) => [it.id, it]))
  return [...after.values()].filter((it) => before.get(it.id) !== it)
}

const keyOf = ({ watch, fact }: Signal): string => `${watch}\n${fact.name}\n${thingOf(fact.labels)}`

const hasActive = ({ signals }: Incident, watch: string): boolean => signals.some((it) => it.watch === watch && it.isActive)

/** What stood at the last look and does no more. */
const withQuiet = (incident: Incident, { watch, now }: Filing, standing: ReadonlyMap<string, Signal>): Incident => {
  const isQuiet = (it: IncidentSignal): boolean => it.watch === watch && it.isActive && !standing.has(keyOf(it))
  if (!incident.signals.some(isQuiet)) return incident
  const signals = incident.signals.map((it) => (isQuiet(it) ? { ...it, isActive: false, lastAt: now } : it))
  return { ...incident, signals, changedAt: now }
}

/** The incident that it belongs to, or a new one. */
const homeOf = (signal: Signal, incidents: readonly Incident[], { now, newId }: Filing): Incident => {
  const key = keyOf(signal)
  const newestFirst = incidents.toReversed()
  const its = newestFirst.find(
    (incident) => incident.signals.some((it) => keyOf(it) === key) && (incident.state !== 'resolved' || within(incident.resolvedAt, reopenMs, now)),
  )
  if (its) return its
  const open = newestFirst.filter(({ state, signals }) => state !== 'resolved' && signals.length < mostSignals)
  const ofService = open.find((incident) => incident.signals.some((it) => it.service === signal.service && within(it.firstAt, groupMs, now)))
  const ofNeighbour = open.find((incident) => incident.signals.some((it) => within(it.firstAt, neighbourMs, now) && shareALabel(it, signal)))
  return ofService ?? ofNeighbour ?? empty(signal, now, newId())
}

const within = (at: Date | null, ms: number, now: Date): boolean => at !== null && now.getTime() - at.getTime() <= ms

/** Labels that name where something runs; that two things are both of `job api` says nothing. */
const places: ReadonlySet<string> = new Set(['instance', 'host', 'node', 'pod', 'device', 'database', 'cluster', 'zone', 'server'])

const shareALabel = (a: Signal, b: Signal): boolean =>
  Object.entries(a.fact.labels).some(([label, value]) => places.has(label) && b.fact.labels[label] === value)

const empty = ({ service, grade }: Signal, now: Date, id: string): Incident => ({
  id,
  title: '',
  service,
  grade,
  state: 'open',
  openedAt: now,
  changedAt: now,
  resolvedAt: null,
  reopened: 0,
  acknowledgedBy: null,
  signals: [],
  notes: [],
  investigations: [],
})

const withSignal = (incident: Incident, signal: Signal, { now }: Filing): Incident => {
  const key = keyOf(signal)
  const before = incident.signals.find((it) => keyOf(it) === key)
  const entry: IncidentSignal = {
    ...signal,
    firstAt: before?.firstAt ?? now,
    lastAt: now,
    samples: (before?.samples ?? 0) + 1,
    isActive: true,
  }
  const signals = before ? incident.signals.map((it) => (keyOf(it) === key ? entry : it)) : [...incident.signals, entry]
  const isNews = !before?.isActive
  const opened = incident.state === 'resolved' ? reopened(incident, now) : incident
  return {
    ...opened,
    signals,
    grade: gravest(signals),
    // Numbers change with each look; a title is for recognising.
    title: isNews ? titleOf(signals) : opened.title,
    changedAt: isNews ? now : opened.changedAt,
    notes: isNews ? withNote(opened.notes, now, signal.sentence) : opened.notes,
  }
}

const reopened = (incident: Incident, now: Date): Incident => {
  const times = incident.reopened + 1
  const text = `Opened again, ${times === 1 ? 'for the first time' : `${times} times by now`}; it stays open until all is quiet for ${duration(dampingMs(times) / 1000)}.`
  return { ...incident, state: 'open', acknowledgedBy: null, resolvedAt: null, reopened: times, notes: withNote(incident.notes, now, text) }
}

/** What comes back again and again is held open longer each time, an hour at most. */
const dampingMs = (times: number): number => (times === 0 ? 0 : Math.min(3_600_000, 120_000 * 2 ** times))

const isOver = ({ state, signals, reopened: times }: Incident, now: Date): boolean =>
  state !== 'resolved' && signals.every((it) => !it.isActive && now.getTime() - it.lastAt.getTime() >= dampingMs(times))

const resolved = (incident: Incident, now: Date): Incident => ({
  ...incident,
  state: 'resolved',
  resolvedAt: now,
  changedAt: now,
  notes: withNote(incident.notes, now, `Resolved after ${duration((now.getTime() - incident.openedAt.getTime()) / 1000)}: no signal stands.`),
})

/** How it began is kept, and the newest. */
const withNote = (notes: readonly IncidentNote[], at: Date, text: string): readonly IncidentNote[] =>
  notes.length < mostNotes ? [...notes, { at, text }] : [...notes.slice(0, 5), ...notes.slice(6), { at, text }]

const gravest = (signals: readonly IncidentSignal[]): Grade => grades[Math.max(...signals.map(({ grade }) => grades.indexOf(grade)))]!
