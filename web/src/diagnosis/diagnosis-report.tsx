import type { Diagnosis, Evidence, Investigation } from '../api/investigations.ts'
import { duration } from '../duration.ts'

/** What is wrong and what shows it; everything that came from outside is shown as text. */
export const DiagnosisReport = ({ investigation }: { readonly investigation: Investigation }) => {
  const { diagnosis } = investigation
  return (
    <article class="diagnosis" aria-label="Diagnosis">
      {diagnosis ? <Whole diagnosis={diagnosis} /> : <p class="failure">{investigation.error ?? 'It ended without a diagnosis.'}</p>}
      <p class="note">{factsOf(investigation)}</p>
    </article>
  )
}

const Whole = ({ diagnosis }: { readonly diagnosis: Diagnosis }) => (
  <>
    <h2 class={`verdict ${diagnosis.verdict}`}>{headline(diagnosis)}</h2>
    <p class="confidence">
      <meter min={0} max={1} value={diagnosis.confidence} aria-label="Confidence" /> {Math.round(diagnosis.confidence * 100)} % sure
    </p>
    <p class="summary">{diagnosis.summary}</p>
    {diagnosis.cause && diagnosis.cause.evidence.length > 0 && (
      <section aria-label="Evidence">
        <h3>What shows it</h3>
        <ul class="evidence">
          {diagnosis.cause.evidence.slice(0, 12).map((it, index) => (
            <EvidenceRow key={index} evidence={it} />
          ))}
        </ul>
      </section>
    )}
    {diagnosis.proposals.length > 0 && (
      <section aria-label="Proposed actions">
        <h3>What may help</h3>
        <p class="note">Nothing has run. Each waits for you in “Actions”.</p>
        <ul>
          {diagnosis.proposals.map(({ id, argv, expected_effect, undo }) => (
            <li key={id}>
              <code>{argv.join(' ')}</code> {expected_effect} {undo}
            </li>
          ))}
        </ul>
      </section>
    )}
    {diagnosis.runbooks.length > 0 && (
      <section aria-label="Runbooks">
        <h3>What your runbooks say</h3>
        {diagnosis.runbooks.map((it, index) => (
          <blockquote key={index}>
            <p>{it.quote}</p>
            <footer>
              {it.title || it.source}
              {it.heading && ` › ${it.heading}`}
            </footer>
          </blockquote>
        ))}
      </section>
    )}
    {diagnosis.suggested_commands.length > 0 && (
      <section aria-label="Commands">
        <h3>Commands to read</h3>
        <p class="note">Written by a runbook or a model; this program never runs them.</p>
        <ul class="commands">
          {diagnosis.suggested_commands.map(({ command, verdict, why }, index) => (
            <li key={index}>
              <code>{command}</code>
              <span class={`mark ${verdict}`}>{verdict === 'safe' ? 'only reads' : 'may change something'}</span> <span class="note">{why}</span>
            </li>
          ))}
        </ul>
      </section>
    )}
    {diagnosis.ruled_out.length > 0 && (
      <details>
        <summary>Looked at, and fine ({diagnosis.ruled_out.length})</summary>
        <ul>
          {diagnosis.ruled_out.map(({ text }, index) => (
            <li key={index}>{text}</li>
          ))}
        </ul>
      </details>
    )}
    {diagnosis.notes.length > 0 && (
      <details open={diagnosis.verdict === 'unclear'}>
        <summary>Notes ({diagnosis.notes.length})</summary>
        <ul>
          {diagnosis.notes.map((note, index) => (
            <li key={index}>{note}</li>
          ))}
        </ul>
      </details>
    )}
  </>
)

const EvidenceRow = ({ evidence }: { readonly evidence: Evidence }) => (
  <li>
    <time dateTime={evidence.at}>{new Date(evidence.at).toLocaleTimeString('en-GB')}</time> <span class="look">{evidence.capability.replaceAll('_', ' ')}</span>{' '}
    {evidence.sentence}
    {evidence.line !== null && <pre>{evidence.line}</pre>}
  </li>
)

const headline = ({ verdict, cause }: Diagnosis): string => {
  if (verdict === 'nothing_wrong') return 'Nothing is wrong'
  const what = cause ? `${cause.category.replaceAll('_', ' ')}${cause.service ? ` · ${cause.service}` : ''}` : ''
  return verdict === 'cause_found' ? what.replace(/^./, (letter) => letter.toUpperCase()) : `Unclear${what && `, perhaps ${what}`}`
}

const factsOf = ({ usage, model, started_at }: Investigation): string =>
  [
    new Date(started_at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    `${usage.steps} looks`,
    duration(usage.duration_ms),
    model === 'rules' ? 'by rules, without a model' : `by ${model}`,
    usage.cost_usd === null ? 'cost unknown' : usage.cost_usd > 0 ? `$${usage.cost_usd.toFixed(4)}` : '',
  ]
    .filter(Boolean)
    .join(' · ')
