import type { z } from 'zod'
import type { getIncident, listIncidents } from '../../../src/operations/incidents.ts'
import type { listWatches } from '../../../src/operations/watches.ts'
import { requestJson } from './request.ts'

export type IncidentSummary = z.output<typeof listIncidents.output>['incidents'][number]
export type Incident = z.output<typeof getIncident.output>
export type IncidentSignal = Incident['signals'][number]
export type WatchShown = z.output<typeof listWatches.output>['watches'][number]

/** Newest first; those that stand are among them however many newer ones are over. */
export const readIncidents = async (): Promise<IncidentSummary[]> => {
  const found = await Promise.all(incidentStates.map((state) => requestJson<z.output<typeof listIncidents.output>>(`incidents?state=${state}&limit=100`)))
  return found.flatMap(({ incidents }) => incidents).toSorted((a, b) => (a.incident_id < b.incident_id ? 1 : -1))
}

const incidentStates = ['open', 'acknowledged', 'resolved'] as const satisfies readonly Incident['state'][]

export const readWatches = async (): Promise<WatchShown[]> => (await requestJson<z.output<typeof listWatches.output>>('watches')).watches

export const readIncident = (id: string): Promise<Incident> => requestJson(`incidents/${id}`)

export const acknowledge = (id: string): Promise<Incident> =>
  requestJson(`incidents/${id}/acknowledgement`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
