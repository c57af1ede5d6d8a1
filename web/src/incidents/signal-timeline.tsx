import type { Incident, IncidentSignal } from '../api/incidents.ts'
import { plural } from '../plural.ts'
import { span, when } from './times.ts'

/** Each signal a bar where it stood in time, with what it says. */
export const SignalTimeline = ({ incident }: { readonly incident: Incident }) => {
  const from = Math.min(...incident.signals.map(({ first_at }) => Date.parse(first_at)))
  const until = incident.resolved_at === null ? Math.max(Date.now(), from + 1) : Math.max(Date.parse(incident.resolved_at), from + 1)
  return (
    <>
      <h2>Signals</h2>
      <ul class="signals">
        {incident.signals.map((signal) => (
          <li key={`${signal.watch} ${signal.fact.name} ${JSON.stringify(signal.fact.labels)}`} class={signal.active ? 'active' : 'over'}>
            <p>{signal.sentence}</p>
            <Bar signal={signal} from={from} until={until} />
            <p class="note">
              <span class={`grade ${signal.grade}`}>{signal.grade}</span> {signal.service} ·{' '}
              {signal.active ? `stands since ${when(signal.first_at)}` : `${when(signal.first_at)} to ${when(signal.last_at)}`} ·{' '}
              {plural(signal.samples, 'look')}
            </p>
          </li>
        ))}
      </ul>
      <p class="note axis" aria-hidden="true">
        <span>{when(new Date(from).toISOString())}</span>
        <span>{incident.resolved_at === null ? 'now' : when(incident.resolved_at)}</span>
      </p>
    </>
  )
}

const Bar = ({ signal, from, until }: { readonly signal: IncidentSignal; readonly from: number; readonly until: number }) => {
  const begins = Date.parse(signal.first_at)
  const ends = signal.active ? until : Date.parse(signal.last_at)
  const at = (ms: number): number => (100 * (ms - from)) / (until - from)
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={`from ${when(signal.first_at)} on, for ${span(begins, ends)}`}>
      <rect class="track" x="0" y="0" width="100" height="4" />
      <rect class={signal.active ? signal.grade : 'over'} x={Math.min(99, at(begins))} y="0" width={Math.max(1, at(ends) - at(begins))} height="4" />
    </svg>
  )
}
