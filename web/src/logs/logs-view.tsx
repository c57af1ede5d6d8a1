import { useEffect, useState } from 'preact/hooks'
import type { LogReport } from '../api/logs.ts'
import type { Status } from '../api/types.ts'
import { bucketLines, shortTime } from './buckets.ts'
import { ChooseLog } from './choose-log.tsx'
import { FileLines, type Place } from './file-lines.tsx'
import { FindingList } from './finding-list.tsx'
import { TemplateList } from './template-list.tsx'
import { Timeline } from './timeline.tsx'
import type { LogReading, LogState } from './use-log.ts'

interface Props {
  readonly reading: LogReading
  readonly status: Status | null
  /** Whether `status` is all that there is to know for now. */
  readonly isKnown: boolean
}

interface Chosen {
  readonly file: File
  readonly older: File | null
  readonly useModel: boolean
}

/** A log, read: counts first, words after. */
export const LogsView = ({ reading: { state, read, stop }, status, isKnown }: Props) => {
  const hasModel = status?.tasks.some(({ task, live }) => task === 'summarise' && live !== null) ?? false
  // A log that is chosen before the page knows whether there is a model waits a moment: else none would be asked.
  const [chosen, choose] = useState<Chosen | null>(null)
  useEffect(() => {
    if (!chosen || !isKnown) return
    choose(null)
    read(chosen.file, chosen.older, hasModel && chosen.useModel)
  }, [chosen, isKnown])
  return (
    <section class="quality logs" aria-label="Logs">
      <h1>Logs</h1>
      <ChooseLog hasModel={hasModel} onRead={(file, older, useModel) => choose({ file, older, useModel })} />
      {state.stage === 'empty' && (
        <p class="empty">
          Nothing is read yet. You will see what kinds of lines the log has, how often each came and when, and what stands out: errors, bursts, what began or
          ended, silences.
        </p>
      )}
      {(state.stage === 'packing' || state.stage === 'sending' || state.stage === 'reading') && <Progress state={state} onStop={stop} />}
      {state.stage === 'failed' && (
        <p class="failure" role="alert">
          {state.file.name}: {state.sentence}
        </p>
      )}
      {state.stage === 'read' && <Report key={state.file.name + state.report.lines} file={state.file} report={state.report} isWriting={state.isWriting} />}
    </section>
  )
}

const stages = { packing: 'Compressing', sending: 'Sending', reading: 'Reading' } as const

const Progress = ({ state, onStop }: { readonly state: Extract<LogState, { stage: keyof typeof stages }>; readonly onStop: () => void }) => (
  <p class="under-way">
    <span role="status">
      {stages[state.stage]} {state.file.name}
      {state.lines > 0 && `, ${state.lines.toLocaleString('en')} lines so far`} …
    </span>{' '}
    <progress aria-label={`${stages[state.stage]} ${state.file.name}`} {...(state.share !== null && { value: state.share })} />
    <button type="button" class="tool" onClick={onStop}>
      Stop
    </button>
  </p>
)

const around = 15
const mostLines = 200

const Report = ({ file, report, isWriting }: { readonly file: File; readonly report: LogReport; readonly isWriting: boolean }) => {
  const [place, setPlace] = useState<Place | null>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const showLine = (line: number): void => setPlace({ from: Math.max(1, line - around), to: line + around, line })
  const showBucket = (index: number): void => {
    const { from, to } = bucketLines(report, index)
    // A bucket of a line or two says nothing without its neighbours.
    if (to - from < around) showLine(from)
    else setPlace({ from, to: Math.min(to, from + mostLines - 1), line: null })
  }
  const showTemplate = (id: string): void => {
    // Again the same one, after it was closed by hand.
    setWanted(null)
    setTimeout(() => setWanted(id))
  }
  return (
    <>
      <p class="facts">
        <strong>{file.name}</strong> {facts(report)}
      </p>
      {report.notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      {report.lines > 0 && (
        <>
          <FindingList report={report} isWriting={isWriting} onLine={showLine} onTemplate={showTemplate} />
          <section aria-label="Over time">
            <h2>Over time</h2>
            <Timeline report={report} onBucket={showBucket} />
          </section>
          <TemplateList templates={report.templates} wanted={wanted} onLine={showLine} />
        </>
      )}
      {place && <FileLines file={file} place={place} lines={report.lines} onMove={setPlace} onClose={() => setPlace(null)} />}
    </>
  )
}

const facts = ({ lines, formats, first_seen: first, last_seen: last, templates }: LogReport): string =>
  [
    `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'} of ${templates.length.toLocaleString('en')} ${templates.length === 1 ? 'template' : 'templates'}`,
    formats
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', '),
    first && last && `${shortTime(first)} to ${shortTime(last)} UTC`,
  ]
    .filter(Boolean)
    .join(' · ')
