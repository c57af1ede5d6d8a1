import type { Triage, TriageGroup } from '../api/quality.ts'
import { plural } from '../plural.ts'
import { MakeCase } from '../trace/make-case.tsx'
import { interval, percent } from './amounts.ts'

/** What went wrong, in groups: why each answer is there, and what to do. */
export const TriageList = ({ triage: { groups, questions, wrong, notes } }: { readonly triage: Triage }) => (
  <section class="triage" aria-labelledby="quality-triage">
    <h2 id="quality-triage">What went wrong</h2>
    {groups.length === 0 ? (
      <p class="empty">No rule found anything wrong with {plural(questions, 'answer')}. Thumbs and corrections of people would tell more.</p>
    ) : (
      <>
        <p class="note">
          {wrong} of {plural(questions, 'question')}; one may be in several groups. {notes.join(' ')}
        </p>
        <ul>
          {groups.map((group) => (
            <Group key={group.group} group={group} />
          ))}
        </ul>
      </>
    )}
  </section>
)

const Group = ({ group: { title, next, count, share, examples } }: { readonly group: TriageGroup }) => (
  <li>
    <details>
      <summary>
        <strong>{title}</strong>{' '}
        <span class="note">
          {count} ({percent(share.value)}, {interval(share)})
        </span>
      </summary>
      <p class="next">{next}</p>
      <ol>
        {examples.map((example) => (
          <Example key={example.trace_id} example={example} />
        ))}
      </ol>
      {count > examples.length && <p class="note">and {count - examples.length} more: "answerable eval triage --limit 100" lists them.</p>}
    </details>
  </li>
)

const Example = ({ example }: { readonly example: TriageGroup['examples'][number] }) => {
  const { trace_id, question, why, rating, comment, correction, sources, judgements } = example
  return (
    <li>
      <p class="asked" dir="auto">
        {question}
        {rating && <span class={`said ${rating}`}>thumbs {rating}</span>}
      </p>
      <p>{why}</p>
      {comment && (
        <p class="note" dir="auto">
          They say: {comment}
        </p>
      )}
      {correction && (
        <p class="note" dir="auto">
          It should have said: {correction}
        </p>
      )}
      {sources.length > 0 && <p class="note">Cited: {sources.join(', ')}</p>}
      {judgements.map(({ judge, rubric, verdict, failure, explanation }) => (
        <p class="note" key={`${judge} ${rubric}`}>
          {judge} by {rubric}: {verdict ?? 'not judged'}. {failure ?? explanation}
        </p>
      ))}
      <p class="note">
        <a href={`traces/${encodeURIComponent(trace_id)}`} target="_blank" rel="noopener">
          Trace
        </a>
      </p>
      <MakeCase traceId={trace_id} />
    </li>
  )
}
