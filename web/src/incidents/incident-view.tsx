import { useState } from 'preact/hooks'
import { acknowledge, readIncident, type Incident } from '../api/incidents.ts'
import type { Abilities } from '../api/abilities.ts'
import { sentenceOf } from '../api/request.ts'
import { useAction } from '../use-action.ts'
import { Diagnoses } from './diagnoses.tsx'
import { Standing } from './incidents-view.tsx'
import { SignalTimeline } from './signal-timeline.tsx'
import { when } from './times.ts'
import { useRegularly } from '../use-regularly.ts'

interface Props {
  readonly incidentId: string
  readonly abilities: Abilities
}

const everyMs = 5_000

export const IncidentView = ({ incidentId, abilities }: Props) => {
  const [incident, setIncident] = useState<Incident | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useRegularly(
    everyMs,
    async (isCurrent) => {
      try {
        const read = await readIncident(incidentId)
        if (!isCurrent()) return
        setIncident(read)
        setFailure(null)
      } catch (error) {
        if (isCurrent()) setFailure(sentenceOf(error))
      }
    },
    incidentId,
  )
  return (
    <section class="quality incidents" aria-label="Incident">
      <p>
        <a href="#/incidents">All incidents</a>
      </p>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {!incident && !failure && <p class="waiting">Looking …</p>}
      {incident && (
        <>
          <h1>{incident.title}</h1>
          <p class="note">
            <Standing incident={incident} />
          </p>
          {incident.state === 'open' && <Acknowledge incident={incident} onDone={setIncident} />}
          <SignalTimeline incident={incident} />
          {abilities.has('POST /investigations') && <Diagnoses incident={incident} />}
          <h2>What happened</h2>
          <ol class="notes">
            {incident.notes.map(({ at, text }) => (
              <li key={`${at} ${text}`}>
                <time dateTime={at}>{when(at)}</time> {text}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

const Acknowledge = ({ incident, onDone }: { readonly incident: Incident; readonly onDone: (incident: Incident) => void }) => {
  const { isRunning, failure, run } = useAction()
  return (
    <p class="acknowledge">
      <button type="button" class="quiet" disabled={isRunning} onClick={() => void run(async () => onDone(await acknowledge(incident.incident_id)))}>
        I look after it
      </button>
      {failure && (
        <span class="failure" role="alert">
          {failure}
        </span>
      )}
    </p>
  )
}
