import type { Abilities } from '../api/abilities.ts'
import type { IncidentSummary } from '../api/incidents.ts'
import { plural } from '../plural.ts'
import { incidentLink } from '../use-route.ts'
import { IncidentView } from './incident-view.tsx'
import { span, when } from './times.ts'
import { useWatching } from './use-watching.ts'
import { WatchList } from './watch-list.tsx'

interface Props {
  /** Null: the list of all. */
  readonly incidentId: string | null
  readonly abilities: Abilities
}

export const IncidentsView = ({ incidentId, abilities }: Props) =>
  incidentId === null ? <Overview /> : <IncidentView key={incidentId} incidentId={incidentId} abilities={abilities} />

/** What is wrong, what was, and what is watched. */
const Overview = () => {
  const { watches, incidents, failure } = useWatching()
  const open = incidents?.filter(({ state }) => state !== 'resolved') ?? []
  const past = incidents?.filter(({ state }) => state === 'resolved') ?? []
  return (
    <section class="quality incidents" aria-label="Incidents">
      <h1>Incidents</h1>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {watches && failure && <p class="note">What follows is as it was last seen.</p>}
      {!watches && !failure && <p class="waiting">Looking …</p>}
      {watches && watches.length === 0 && open.length + past.length === 0 && <HowTo />}
      {watches && watches.length > 0 && open.length === 0 && !failure && (
        <AllQuiet count={watches.length} unseen={watches.filter(({ state }) => state === 'unseen').length} />
      )}
      {open.length > 0 && <List title={`${plural(open.length, 'incident')} open`} incidents={open} />}
      {watches && watches.length > 0 && <WatchList watches={watches} />}
      {past.length > 0 && <List title="Resolved" incidents={past} />}
    </section>
  )
}

const HowTo = () => (
  <div class="empty">
    <p>Nothing is watched yet. Write down what matters in a file systems.yaml in the folder where Answerable starts, then start it again:</p>
    <pre>
      <code>{`watches:
  - name: disk-full
    capability: disk_usage
    fact: used_share
    rule: { kind: threshold, above: 0.9 }
    service: host`}</code>
    </pre>
    <p>
      <code>answerable systems check</code> says what is wrong with it, with the line. Another file is named in <code>ANSWERABLE_SYSTEMS</code>.
    </p>
  </div>
)

const AllQuiet = ({ count, unseen }: { readonly count: number; readonly unseen: number }) => (
  <p class="all-quiet" role="status">
    {unseen === 0
      ? `All quiet: nothing that ${plural(count, 'watch').replace(/watchs$/, 'watches')} look at is wrong.`
      : `No incident is open; ${unseen} of ${count} watches could not see anything.`}
  </p>
)

const List = ({ title, incidents }: { readonly title: string; readonly incidents: readonly IncidentSummary[] }) => (
  <>
    <h2>{title}</h2>
    <ul class="rows">
      {incidents.map((it) => (
        <li key={it.incident_id} class={`row ${it.state === 'resolved' ? 'resolved' : it.grade}`}>
          <a href={incidentLink(it.incident_id)}>{it.title}</a>
          <p class="note">
            <Standing incident={it} />
          </p>
        </li>
      ))}
    </ul>
  </>
)

/** How grave, since when, how often. */
export const Standing = ({ incident: it }: { readonly incident: IncidentSummary }) => {
  const from = Date.parse(it.opened_at)
  const lasted = it.resolved_at === null ? `for ${span(from, Date.now())}` : `lasted ${span(from, Date.parse(it.resolved_at))}`
  return (
    <>
      <span class={`grade ${it.grade}`}>{it.grade}</span> {it.state} · since {when(it.opened_at)}, {lasted}
      {it.reopened > 0 && ` · opened again ${it.reopened === 1 ? 'once' : `${it.reopened} times`}`}
      {it.acknowledged_by !== null && ` · acknowledged by ${it.acknowledged_by}`}
    </>
  )
}
