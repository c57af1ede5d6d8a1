import type { Estimate, SuiteRun } from '../api/quality.ts'
import { interval, percent, shortDay } from './amounts.ts'

/** Runs of suites over time: the gate, and the figures with their intervals. */
export const RunList = ({ runs }: { readonly runs: readonly SuiteRun[] }) => (
  <section class="runs" aria-labelledby="quality-runs">
    <h2 id="quality-runs">Runs of suites</h2>
    {runs.length === 0 ? (
      <p class="empty">
        No suite was run in this time. <code>answerable eval run SUITE.yaml</code> asks the questions of a suite and holds the answers against its thresholds;{' '}
        <code>answerable eval triage --out SUITE.yaml</code> makes one of the corrections that people gave.
      </p>
    ) : (
      [...Map.groupBy(runs, ({ suite }) => suite)].map(([suite, its]) => <SuiteRuns key={suite} suite={suite} runs={[...its].reverse()} />)
    )}
  </section>
)

const SuiteRuns = ({ suite, runs }: { readonly suite: string; readonly runs: readonly SuiteRun[] }) => (
  <div class="scroller" tabIndex={0} role="region" aria-label={`Runs of ${suite}`}>
    <table>
      <caption>{suite}</caption>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Gate</th>
          <th scope="col">Variant</th>
          <th scope="col">Cases</th>
          <th scope="col">Figures, with their 95 % intervals</th>
        </tr>
      </thead>
      <tbody>
        {runs.flatMap((run, place) =>
          (run.variants.length > 0 ? run.variants : [null]).map((variant, index) => (
            <tr key={`${run.run_id} ${index}`}>
              <td>
                {index === 0 && shortDay(run.started_at)}
                {index === 0 && runs[place + 1] && runs[place + 1]!.suite_hash !== run.suite_hash && <span class="note"> changed suite</span>}
              </td>
              <td>{index === 0 && <Gate run={run} />}</td>
              <td>{variant?.name ?? '–'}</td>
              <td>{run.cases}</td>
              <td>
                {(variant?.metrics ?? []).map(({ name, ...figure }) => (
                  <Figure key={name} name={name} figure={figure} />
                ))}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  </div>
)

const Gate = ({ run: { gate, state } }: { readonly run: SuiteRun }) => {
  if (state !== 'complete') return <span class="gate open">{state}</span>
  if (gate === null) return <span class="note">none</span>
  return <span class={`gate ${gate}`}>{gate === 'pass' ? '✓ pass' : '✗ fail'}</span>
}

const width = 80

/** A dot between the ends of its interval, on a scale from 0 to 100 %. */
const Figure = ({ name, figure }: { readonly name: string; readonly figure: Estimate }) => (
  <span class="figure">
    <svg viewBox={`-3 0 ${width + 6} 10`} width={width + 6} height="10" aria-hidden="true">
      <line class="axis" x1="0" x2={width} y1="5" y2="5" />
      <line class="whisker" x1={figure.low * width} x2={figure.high * width} y1="5" y2="5" />
      <circle cx={figure.value * width} cy="5" r="3" />
    </svg>{' '}
    {name.replaceAll('_', ' ')} {percent(figure.value)} <span class="note">({interval(figure)})</span>
  </span>
)
