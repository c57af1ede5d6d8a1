import { useState } from 'preact/hooks'
import type { Incident } from '../api/incidents.ts'
import { diagnoseIncident, listInvestigations, type Investigation } from '../api/investigations.ts'
import { useAction } from '../use-action.ts'
import { when } from './times.ts'
import { useRegularly } from '../use-regularly.ts'

const mostShown = 5
const everyMs = 15_000

/** What investigations found, newest first, and the button that begins one. */
export const Diagnoses = ({ incident }: { readonly incident: Incident }) => {
  const [found, setFound] = useState<readonly Investigation[] | null>(null)
  const { isRunning, failure, run } = useAction()
  useRegularly(
    everyMs,
    async (isCurrent) => {
      // While they cannot be read, what was found stays; the incident itself says that the server is away.
      const read = await listInvestigations(incident.incident_id, mostShown).catch(() => null)
      if (read && isCurrent()) setFound(read)
    },
    incident.investigations.join(),
  )
  const diagnose = async (): Promise<void> => {
    const made = await diagnoseIncident(incident)
    setFound((before) => [made, ...(before ?? []).filter(({ investigation_id }) => investigation_id !== made.investigation_id)])
  }
  return (
    <div class="diagnoses">
      <h2>Diagnosis</h2>
      {found?.length === 0 && !isRunning && <p class="note">Nobody has looked into it yet. Looking changes nothing.</p>}
      <p>
        <button type="button" class="quiet" disabled={isRunning} onClick={() => void run(diagnose)}>
          {isRunning ? 'Looking …' : !found || found.length === 0 ? 'Diagnose' : 'Diagnose again'}
        </button>
      </p>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {found?.map((it) => (
        <Found key={it.investigation_id} investigation={it} />
      ))}
    </div>
  )
}

const verdicts = { cause_found: 'Cause found', nothing_wrong: 'Nothing is wrong', unclear: 'Unclear' } as const

const Found = ({ investigation: { diagnosis, started_at, state, error, model, usage } }: { readonly investigation: Investigation }) => (
  <article>
    <p class="head">
      <strong>{diagnosis ? verdicts[diagnosis.verdict] : state}</strong>{' '}
      <span class="note">
        {when(started_at)} · {usage.steps} looks · {model}
        {diagnosis && ` · confidence ${Math.round(100 * diagnosis.confidence)} %`}
      </span>
    </p>
    {error !== null && <p class="failure">{error}</p>}
    {diagnosis && <p>{diagnosis.summary}</p>}
    {diagnosis?.cause && (
      <ul class="evidence">
        {diagnosis.cause.evidence.map((it) => (
          <li key={`${it.observation_id} ${it.sentence}`}>
            {it.sentence}
            {it.line !== null && <code>{it.line}</code>}
          </li>
        ))}
      </ul>
    )}
    {diagnosis && diagnosis.proposals.length > 0 && (
      <p class="note">{diagnosis.proposals.map(({ action }) => action).join(', ')} may help; a person approves each.</p>
    )}
  </article>
)
