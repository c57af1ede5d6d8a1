import { useState } from 'preact/hooks'
import { readAudit, readVerdict, type AuditRecord, type AuditVerdict } from '../api/actions.ts'
import { useAction } from '../use-action.ts'

/** The newest records, and whether the whole chain holds; read when it is opened. */
export const AuditList = () => {
  const [records, setRecords] = useState<readonly AuditRecord[] | null>(null)
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null)
  const { isRunning, failure, run } = useAction()
  const read = (): void =>
    void run(async () => {
      const [newest, chain] = await Promise.all([readAudit(), readVerdict()])
      setRecords(newest)
      setVerdict(chain)
    })
  return (
    <details class="audit" onToggle={(event) => event.currentTarget.open && read()}>
      <summary>Audit log</summary>
      {isRunning && !records && <p role="status">Reading it and computing its chain…</p>}
      {failure && <p class="failure">{failure}</p>}
      {verdict && (
        <p class={verdict.intact ? 'chain' : 'chain broken'} role="status">
          {verdict.intact
            ? `${verdict.records} records, none changed, moved or taken out${verdict.removed > 0 ? `; ${verdict.removed} older ones were sealed and removed for their age` : ''}. Head ${verdict.head.slice(0, 16)}…`
            : `Broken at record ${verdict.broken!.sequence}: ${verdict.broken!.why}`}
        </p>
      )}
      {records?.length === 0 && <p>Nothing is recorded yet.</p>}
      {records && records.length > 0 && (
        <ol class="records">
          {records.map((it) => (
            <li key={it.sequence}>
              <span class="note">
                {it.sequence} ·{' '}
                {new Date(it.at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })} ·{' '}
                {it.caller}
              </span>{' '}
              <strong>{it.kind}</strong> <span class="detail">{JSON.stringify(it.detail).slice(0, 240)}</span>
            </li>
          ))}
        </ol>
      )}
    </details>
  )
}
