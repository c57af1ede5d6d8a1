/** `answerable watch` on a terminal: a table that is drawn anew. Elsewhere: one line for each change. */
import { incidentLine, watchRowLine, type IncidentRow, type WatchRow } from './render-incidents.ts'

export interface WatchingNow {
  readonly watches: readonly WatchRow[]
  readonly incidents: readonly IncidentRow[]
}

export interface WatchScreen {
  show(now: WatchingNow): void
}

const home = '\u001b[H\u001b[2J'

export const watchScreen = (stream: NodeJS.WriteStream): WatchScreen => {
  let before: WatchingNow = { watches: [], incidents: [] }
  return {
    show: (now) => {
      stream.write(stream.isTTY ? table(now, stream.columns || 80, stream.rows || 24) : changes(before, now))
      before = now
    },
  }
}

const table = ({ watches, incidents }: WatchingNow, columns: number, rows: number): string => {
  const heading = incidents.length === 0 ? 'No incident is open.' : `${incidents.length} ${incidents.length === 1 ? 'incident is' : 'incidents are'} open:`
  const lines = [heading, ...incidents.slice(0, Math.floor(rows / 2)).map(incidentLine), '', ...watches.map(watchRowLine)]
  return `${home}${lines
    .slice(0, rows - 2)
    .map((line) => line.slice(0, columns - 1))
    .join('\n')}\n\nCtrl-C ends.\n`
}

/** Empty where nothing that a person would want to know is different. */
export const changes = (before: WatchingNow, now: WatchingNow): string => {
  const stateOf = new Map(before.watches.map((it) => [it.watch, it.state]))
  const incidentOf = new Map(before.incidents.map((it) => [it.incident_id, it]))
  const still = new Set(now.incidents.map((it) => it.incident_id))
  const lines = [
    ...now.watches.filter((it) => it.state !== 'new' && stateOf.get(it.watch) !== it.state).map(watchRowLine),
    ...now.incidents.filter((it) => isNews(incidentOf.get(it.incident_id), it)).map((it) => `! ${incidentLine(it)}`),
    ...before.incidents.filter((it) => !still.has(it.incident_id)).map((it) => `! ${incidentLine({ ...it, state: 'resolved' })}`),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

const isNews = (before: IncidentRow | undefined, { title, state, grade, reopened }: IncidentRow): boolean =>
  !before || before.title !== title || before.state !== state || before.grade !== grade || before.reopened !== reopened
