import { useEffect, useState } from 'preact/hooks'
import { listInvestigations, type Investigation } from '../api/investigations.ts'
import { sentenceOf } from '../api/request.ts'
import { isSend } from '../ask/is-send.ts'
import { DiagnosisReport } from './diagnosis-report.tsx'
import { LookList } from './look-list.tsx'
import { useInvestigation } from './use-investigation.ts'

/** Asks what is wrong, shows the looks as they are made, then the diagnosis; below it what was asked before. */
export const DiagnoseView = () => {
  const [question, setQuestion] = useState('')
  const past = usePast()
  const investigating = useInvestigation(past.refresh)
  const { isRunning, looks, investigation, failure } = investigating
  const submit = (event: Event): void => {
    event.preventDefault()
    if (!isRunning) investigating.start(question.trim() || 'What is wrong?')
  }
  return (
    <section class="quality diagnose" aria-label="Diagnose">
      <h1>Diagnose</h1>
      <form class="ask-form" onSubmit={submit}>
        <label for="diagnose-question" class="unseen">
          What is wrong
        </label>
        <textarea
          id="diagnose-question"
          rows={1}
          dir="auto"
          value={question}
          maxLength={1000}
          placeholder="What is wrong?"
          onInput={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={(event) => isSend(event) && submit(event)}
        />
        <div class="ask-tools">
          <p class="hint">It only looks; nothing is changed.</p>
          {isRunning ? (
            <button type="button" class="main" onClick={investigating.stop}>
              Stop
            </button>
          ) : (
            <button type="submit" class="main">
              Diagnose
            </button>
          )}
        </div>
      </form>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {(isRunning || looks.length > 0) && !investigation && <LookList {...investigating} />}
      <div aria-live="polite">{investigation && <DiagnosisReport investigation={investigation} />}</div>
      <Past past={past} />
    </section>
  )
}

const Past = ({ past: { rows, failure } }: { readonly past: ReturnType<typeof usePast> }) => (
  <section aria-label="Earlier investigations">
    <h2>Earlier</h2>
    {failure && <p class="failure">{failure}</p>}
    {!rows && !failure && <p class="waiting">Reading …</p>}
    {rows?.length === 0 && (
      <p class="empty">
        Nothing was investigated yet. What is looked at, the operator writes down in <code>systems.yaml</code>; the machine itself is looked at in any case.
      </p>
    )}
    {rows?.map((it) => (
      <details key={it.investigation_id} class="past">
        <summary>
          <span dir="auto">{it.question || 'The question is not kept.'}</span> <span class="note">{outcomeOf(it)}</span>
        </summary>
        <DiagnosisReport investigation={it} />
      </details>
    ))}
  </section>
)

const outcomeOf = ({ diagnosis, state }: Investigation): string => {
  if (!diagnosis) return state
  return diagnosis.verdict === 'cause_found' ? (diagnosis.cause?.category ?? '').replaceAll('_', ' ') : diagnosis.verdict.replaceAll('_', ' ')
}

const usePast = () => {
  const [rows, setRows] = useState<readonly Investigation[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const refresh = (): void =>
    void listInvestigations().then(
      (found) => {
        setRows(found)
        setFailure(null)
      },
      (error: unknown) => setFailure(sentenceOf(error)),
    )
  useEffect(refresh, [])
  return { rows, failure, refresh }
}
