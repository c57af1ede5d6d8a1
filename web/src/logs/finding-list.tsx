import type { LogFinding, LogReport } from '../api/logs.ts'

interface Props {
  readonly report: LogReport
  readonly isWriting: boolean
  readonly onLine: (line: number) => void
  readonly onTemplate: (id: string) => void
}

const sections = [
  ['summary', 'What happened'],
  ['cause', 'Likely causes'],
  ['next', 'What to look at next'],
] as const

/** The model's words first, each verified, then what the rules found. */
export const FindingList = ({ report, isWriting, onLine, onTemplate }: Props) => {
  const own = report.findings.filter(({ kind }) => !sections.some(([it]) => it === kind))
  const list = (findings: readonly LogFinding[]) => (
    <ul class="findings">
      {findings.map((it) => (
        <li key={it.text} class={it.kind}>
          <span class="text">{it.text}</span> <Pointers finding={it} report={report} onLine={onLine} onTemplate={onTemplate} />
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {isWriting && (
        <p class="waiting" role="status">
          The model reads the figures …
        </p>
      )}
      {sections.map(([kind, heading]) => {
        const findings = report.findings.filter((it) => it.kind === kind)
        return (
          findings.length > 0 && (
            <section key={kind} aria-label={heading}>
              <h2>{heading}</h2>
              {list(findings)}
            </section>
          )
        )
      })}
      {report.summary && (
        <p class="note">
          Written by {report.summary.model}; each claim was verified against the counts
          {report.summary.dropped > 0 && `, and ${report.summary.dropped} that did not hold ${report.summary.dropped === 1 ? 'was' : 'were'} dropped`}.
        </p>
      )}
      <section aria-label="What stands out">
        <h2>What stands out</h2>
        {own.length > 0 ? list(own) : <p class="empty">Nothing: no errors, no bursts, no silence, nothing that began or ended.</p>}
      </section>
    </>
  )
}

const mostLines = 4

const Pointers = ({ finding, report, onLine, onTemplate }: { readonly finding: LogFinding } & Omit<Props, 'isWriting'>) => {
  const shown = finding.templates.filter((id) => report.templates.some((it) => it.id === id)).slice(0, 3)
  return (
    <span class="pointers">
      {finding.lines.slice(0, mostLines).map((line) => (
        <button key={line} type="button" class="tool" onClick={() => onLine(line)}>
          line {line.toLocaleString('en')}
        </button>
      ))}
      {shown.map((id, index) => (
        <button key={id} type="button" class="tool" onClick={() => onTemplate(id)} aria-label={`Template ${index + 1} of this finding`}>
          {shown.length === 1 ? 'template' : `template ${index + 1}`}
        </button>
      ))}
    </span>
  )
}
