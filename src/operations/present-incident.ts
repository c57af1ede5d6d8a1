import { z } from 'zod'
import { incidentStates, type Incident } from '../domain/incident.ts'
import { grades } from '../domain/watch.ts'
import { watchStates, type WatchView } from '../domain/watch-view.ts'

const labels = z.record(z.string(), z.string()).describe('Of which thing; what stands here comes from outside')
const value = z.union([z.number(), z.string(), z.boolean(), z.null()])
const time = z.string().describe('RFC 3339')

export const signalSchema = z.object({
  watch: z.string(),
  service: z.string(),
  grade: z.enum(grades),
  sentence: z.string().describe('What is wrong, with its numbers; made by rule'),
  fact: z.object({ name: z.string(), value, labels, at: time }),
  observation_id: z.string(),
  first_at: time,
  last_at: time,
  samples: z.int().describe('Looks at which it stood'),
  active: z.boolean(),
})

const summary = {
  incident_id: z.string(),
  title: z.string(),
  service: z.string(),
  grade: z.enum(grades),
  state: z.enum(incidentStates),
  opened_at: time,
  changed_at: time,
  resolved_at: time.nullable(),
  reopened: z.int().describe('Times that it opened again'),
  acknowledged_by: z.string().nullable(),
  active_signals: z.int(),
}

export const incidentSummarySchema = z.object(summary)

export const incidentSchema = z.object({
  ...summary,
  signals: z.array(signalSchema).describe('The newest of each watch and thing, first seen first'),
  notes: z.array(z.object({ at: time, text: z.string() })).describe('What happened to it, oldest first'),
  investigations: z.array(z.string()).describe('Ids of its diagnoses, newest first'),
})

export const watchSchema = z.object({
  watch: z.string(),
  service: z.string(),
  capability: z.string(),
  fact: z.string(),
  rule: z.string(),
  grade: z.enum(grades),
  every_seconds: z.number(),
  state: z.enum(watchStates),
  last_look_at: time.nullable(),
  next_look_at: time.nullable(),
  looks: z.int(),
  failures: z.int().describe('Looks that saw nothing, or less than all'),
  duration_ms: z.number().nullable(),
  problem: z.string().nullable().describe('Why the last look saw nothing, or less than all'),
  things: z.int(),
  gravest: z
    .array(
      z.object({
        labels,
        value,
        at: time,
        state: z.enum(watchStates),
        sentence: z.string().nullable(),
        recent: z.array(z.number()).describe('Newest values, oldest first'),
      }),
    )
    .describe('The gravest twenty of its things'),
})

const mostThings = 20

export const presentIncidentSummary = (it: Incident) => ({
  incident_id: it.id,
  title: it.title,
  service: it.service,
  grade: it.grade,
  state: it.state,
  opened_at: it.openedAt.toISOString(),
  changed_at: it.changedAt.toISOString(),
  resolved_at: it.resolvedAt?.toISOString() ?? null,
  reopened: it.reopened,
  acknowledged_by: it.acknowledgedBy,
  active_signals: it.signals.filter(({ isActive }) => isActive).length,
})

export const presentIncident = (it: Incident) => ({
  ...presentIncidentSummary(it),
  signals: it.signals.map(({ fact, observationId, firstAt, lastAt, isActive, ...signal }) => ({
    ...signal,
    fact: { ...fact, labels: { ...fact.labels }, at: fact.at.toISOString() },
    observation_id: observationId,
    first_at: firstAt.toISOString(),
    last_at: lastAt.toISOString(),
    active: isActive,
  })),
  notes: it.notes.map(({ at, text }) => ({ at: at.toISOString(), text })),
  investigations: [...it.investigations],
})

export const presentWatch = ({ watch, things, ...it }: WatchView) => ({
  watch: watch.name,
  service: watch.service,
  capability: watch.capability,
  fact: watch.fact,
  rule: watch.rule.kind,
  grade: watch.grade,
  every_seconds: watch.everySeconds,
  state: it.state,
  last_look_at: it.lastLookAt?.toISOString() ?? null,
  next_look_at: it.nextLookAt?.toISOString() ?? null,
  looks: it.looks,
  failures: it.failures,
  duration_ms: it.durationMs,
  problem: it.problem,
  things: things.length,
  gravest: things.slice(0, mostThings).map((thing) => ({ ...thing, labels: { ...thing.labels }, at: thing.at.toISOString(), recent: [...thing.recent] })),
})
