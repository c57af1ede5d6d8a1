/** Investigates incidents as they open, from the grade that the systems file names: one after the other, so that a bad hour costs no more than its time. */
import { asSystem } from '../../../domain/call.ts'
import type { Incident, IncidentStore } from '../../../domain/incident.ts'
import type { Systems } from '../../../domain/systems.ts'
import { grades } from '../../../domain/watch.ts'
import type { InvestigationDesk } from '../../../operations/investigation-desk.ts'
import type { IncidentChange } from './look-at.ts'

export interface DiagnosingParts {
  readonly investigations: Pick<InvestigationDesk, 'investigate'>
  readonly incidents: Pick<IncidentStore, 'claimDiagnosis'>
  readonly diagnosis: Systems['diagnosis']
  log(message: string, error: unknown): void
}

export interface IncidentDiagnosis {
  readonly onIncident: (incident: Incident, change: IncidentChange) => void
  close(): Promise<void>
}

/** More are left to people: they are told of by the incidents themselves. */
const mostWaiting = 20
/** Beyond the time that an investigation may take: whoever is silent for so long died, and the next change of the incident is another's. */
const graceSeconds = 120

export const diagnosingIncidents = ({ investigations, incidents, diagnosis: { incidentsFrom, limits }, log }: DiagnosingParts): IncidentDiagnosis => {
  const stop = new AbortController()
  const waiting = new Set<string>()
  let last = Promise.resolve()

  const isWanted = ({ id, grade, state, investigations: done }: Incident, change: IncidentChange): boolean =>
    incidentsFrom !== null &&
    state !== 'resolved' &&
    grades.indexOf(grade) >= grades.indexOf(incidentsFrom) &&
    (change === 'reopened' || done.length === 0) &&
    !waiting.has(id) &&
    waiting.size < mostWaiting

  const investigate = async (incident: Incident, again: boolean): Promise<void> => {
    if (stop.signal.aborted) return
    if (!(await incidents.claimDiagnosis(incident.id, { again, leaseSeconds: limits.seconds + graceSeconds }))) return
    await investigations.investigate({ question: incident.title, incidentId: incident.id, limits }, () => {}, stop.signal)
  }

  return {
    onIncident: (incident, change) => {
      if (!isWanted(incident, change)) return
      waiting.add(incident.id)
      last = asSystem(() => last.then(() => investigate(incident, change === 'reopened')))
        .catch((error: unknown) => {
          if (!stop.signal.aborted) log(`Incident ${incident.id} could not be investigated.`, error)
        })
        .finally(() => void waiting.delete(incident.id))
    },
    close: async () => {
      stop.abort()
      await last
    },
  }
}
