import type { z } from 'zod'
import type { incidentSchema, incidentSummarySchema, watchSchema } from '../../operations/present-incident.ts'
import { sparkline } from './sparkline.ts'
import { terminalText } from './terminal-text.ts'

export type WatchRow = z.output<typeof watchSchema>
export type IncidentRow = z.output<typeof incidentSummarySchema>
type Incident = z.output<typeof incidentSchema>

const clock = (time: string): string => time.slice(0, 19).replace('T', ' ')

export const incidentsLines = ({ incidents, next_cursor }: { readonly incidents: readonly IncidentRow[]; readonly next_cursor: string | null }): string => {
  if (incidents.length === 0) return 'No incident that fits.\n'
  const lines = incidents.map((it) => `${it.incident_id}  ${incidentLine(it)}\n`).join('')
  return next_cursor === null ? lines : `${lines}More with --cursor ${next_cursor}\n`
}

export const incidentLine = (it: IncidentRow): string =>
  [
    clock(it.opened_at),
    it.state.padEnd(12),
    it.grade.padEnd(8),
    terminalText(it.title),
    ...(it.reopened > 0 ? [`(opened again ${it.reopened === 1 ? 'once' : `${it.reopened} times`})`] : []),
  ].join('  ')

export const incidentLines = (it: Incident): string =>
  [
    terminalText(it.title),
    `${it.incident_id}  ${it.state}, ${it.grade}, since ${clock(it.opened_at)}${it.resolved_at === null ? '' : `, until ${clock(it.resolved_at)}`}${it.acknowledged_by === null ? '' : `, acknowledged by ${it.acknowledged_by}`}`,
    '',
    'Signals',
    ...it.signals.map(
      (signal) =>
        `  ${signal.active ? '●' : '○'} ${clock(signal.first_at)} to ${signal.active ? 'now' : clock(signal.last_at)}  ${terminalText(signal.sentence)}`,
    ),
    '',
    'What happened',
    ...it.notes.map(({ at, text }) => `  ${clock(at)}  ${terminalText(text)}`),
    ...(it.investigations.length === 0 ? [] : ['', `Diagnoses: ${it.investigations.join(', ')}`]),
    '',
  ].join('\n')

export const watchesLines = ({ watches }: { readonly watches: readonly WatchRow[] }): string =>
  watches.length === 0
    ? 'Nothing is watched. Write watches into systems.yaml in the folder where Answerable starts, or name such a file in ANSWERABLE_SYSTEMS; deploy/systems.example.yaml shows how.\n'
    : watches.map((it) => `${watchRowLine(it)}\n`).join('')

/** At the end of `watch`: all of it when it looked once; whoever followed has seen it. */
export const watchLines = ({
  watches,
  incidents,
  once,
}: {
  readonly watches: readonly WatchRow[]
  readonly incidents: readonly IncidentRow[]
  readonly once: boolean
}): string => {
  if (watches.length === 0) return watchesLines({ watches })
  if (!once) return ''
  return `${watchesLines({ watches })}${incidents.length === 0 ? 'No incident is open.\n' : incidents.map((it) => `${it.incident_id}  ${incidentLine(it)}\n`).join('')}`
}

const marks: Readonly<Record<WatchRow['state'], string>> = { new: '·', right: '✓', learning: '…', suspect: '?', unseen: '?', wrong: '✗' }

export const watchRowLine = (it: WatchRow): string => {
  const gravest = it.gravest[0]
  const saw =
    it.problem ?? gravest?.sentence ?? (gravest && `${it.fact} ${shown(gravest.value)}${it.things > 1 ? ` and ${it.things - 1} more` : ''}`) ?? 'nothing seen'
  const line = gravest && gravest.recent.length > 1 ? `  ${recentLine(gravest.recent)}` : ''
  return `${marks[it.state]} ${it.watch.padEnd(20)} ${it.state.padEnd(9)}${it.state === 'new' ? '' : ` ${terminalText(saw)}${line}`}`
}

const shown = (value: string | number | boolean | null): string => (typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value))

const mostRecent = 16

/** The last values between their least and greatest. */
const recentLine = (values: readonly number[]): string => {
  const recent = values.slice(-mostRecent)
  return sparkline(recent, Math.min(...recent), Math.max(...recent))
}
