import { useState } from 'preact/hooks'
import { sentenceOf } from '../api/request.ts'
import { getTrace } from '../api/trace.ts'
import type { Trace } from '../api/types.ts'
import { duration } from '../duration.ts'
import { tracedSource, type OpenSources } from '../reading/source.ts'
import { CallList } from './call-list.tsx'
import { MakeCase } from './make-case.tsx'
import { cacheWords, outcomeWords } from './outcome-words.ts'
import { Waterfall } from './waterfall.tsx'

/** How an answer came about, read from its trace when it is opened. */
export const TracePanel = ({ traceId, onOpen, summary = 'How this answer came about' }: { traceId: string; onOpen: OpenSources; summary?: string }) => {
  const [trace, setTrace] = useState<Trace | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const load = (isOpen: boolean): void => {
    if (!isOpen || trace) return
    setFailure(null)
    getTrace(traceId).then(setTrace, (error: unknown) => setFailure(sentenceOf(error)))
  }
  return (
    <details class="trace" onToggle={(event) => load(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {!trace && !failure && <p class="waiting">Reading the trace …</p>}
      {trace && <Found trace={trace} onOpen={onOpen} />}
      {trace && <Waterfall spans={trace.spans} />}
      {trace && <CallList calls={trace.calls} />}
      {trace && <Facts trace={trace} />}
      {trace?.answer && <MakeCase traceId={traceId} />}
    </details>
  )
}

const Found = ({ trace: { detail, spans }, onOpen }: { trace: Trace; onOpen: OpenSources }) => {
  const passages = detail.passages ?? []
  if (passages.length === 0) return <p>{noPassages(detail.passages !== undefined, spans)}</p>
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label="Passages considered">
      <table>
        <caption>{passages.length === 1 ? 'One passage was considered' : `${passages.length} passages were considered`}, best first</caption>
        <thead>
          <tr>
            <th scope="col">Passage</th>
            <th scope="col">By meaning</th>
            <th scope="col">By words</th>
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          {passages.map((passage, index) => (
            <tr key={`${passage.documentId} ${passage.start}`}>
              <td>
                <button type="button" class="link" onClick={() => onOpen(passages.map(tracedSource), index)} dir="auto">
                  {[passage.title || passage.source, passage.heading].filter(Boolean).join(' › ')}
                </button>
              </td>
              <td>{passage.ranks.vector ?? '–'}</td>
              <td>{passage.ranks.words ?? '–'}</td>
              <td>{passage.score.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Passages are kept with a question that came to its end: those of one that failed are not known. */
const noPassages = (isKept: boolean, spans: Trace['spans']): string => {
  if (!spans.some(({ stage }) => stage === 'retrieval')) return 'No passage was looked at.'
  return isKept ? 'No passage was found.' : 'Passages were searched for; which ones were found is not kept.'
}

const Facts = ({ trace: { trace_id, model, detail, cache, degraded, caller, ...ended } }: { trace: Trace }) => (
  <dl class="facts-table">
    <dt>Ended</dt>
    <dd>{outcomeWords(ended)}</dd>
    {model && (
      <>
        <dt>Model</dt>
        <dd>{model}</dd>
      </>
    )}
    {cache && (
      <>
        <dt>Cache</dt>
        <dd>
          {cacheWords[cache]}
          {detail.answeredQuestion && (
            <>
              : <q dir="auto">{detail.answeredQuestion}</q>
            </>
          )}
        </dd>
      </>
    )}
    {degraded.length > 0 && (
      <>
        <dt>Done without</dt>
        <dd>{degraded.join(', ')}</dd>
      </>
    )}
    <dt>Asked by</dt>
    <dd>{caller}</dd>
    {detail.prompt && (
      <>
        <dt>Prompt</dt>
        <dd>
          {detail.prompt.version},{' '}
          {Object.entries(detail.prompt.tokens)
            .map(([part, tokens]) => `${part} ${tokens.toLocaleString('en')}`)
            .join(', ')}{' '}
          tokens
          {detail.prompt.cut.length > 0 && `; ${detail.prompt.cut.join('; ')}`}
        </dd>
      </>
    )}
    {detail.verdicts && detail.verdicts.length > 0 && (
      <>
        <dt>Sentences</dt>
        <dd>{verdictCounts(detail.verdicts)}</dd>
      </>
    )}
    {detail.timingsMs && (
      <>
        <dt>Time</dt>
        <dd>
          {Object.entries(detail.timingsMs)
            .filter(([phase]) => phase !== 'total')
            .map(([phase, ms]) => `${phase.replaceAll('_', ' ')} ${duration(ms)}`)
            .join(', ')}
        </dd>
      </>
    )}
    <dt>Trace</dt>
    <dd>
      <a href={`traces/${encodeURIComponent(trace_id)}`} target="_blank" rel="noopener">
        {trace_id}
      </a>
    </dd>
  </dl>
)

const verdictCounts = (verdicts: readonly { verdict: string }[]): string =>
  (['supported', 'partly', 'unsupported'] as const)
    .map((verdict) => [verdict, verdicts.filter((it) => it.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict === 'unsupported' ? 'left out' : verdict === 'partly' ? 'partly supported' : verdict}`)
    .join(', ')
