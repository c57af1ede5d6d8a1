import { useState } from 'preact/hooks'
import type { Trends } from '../api/quality.ts'
import { PeriodSelect } from '../period-select.tsx'
import { dollars, percent } from './amounts.ts'
import { JudgeList } from './judge-list.tsx'
import { RunList } from './run-list.tsx'
import { TrendCharts } from './trend-charts.tsx'
import { TriageList } from './triage-list.tsx'
import { useQuality } from './use-quality.ts'

interface Props {
  readonly collections: readonly string[]
}

/** How good the answers are: those that people get, what went wrong, and the runs of suites. */
export const QualityView = ({ collections }: Props) => {
  const [collection, setCollection] = useState('')
  const [days, setDays] = useState(30)
  const { trends, triage, certificates, failure } = useQuality({ collection, days })
  return (
    <section class="quality" aria-label="Quality">
      <h1>Quality</h1>
      <p class="period">
        <label>
          Collection{' '}
          <select value={collection} onChange={(event) => setCollection(event.currentTarget.value)}>
            <option value="">all</option>
            {collections.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <PeriodSelect days={days} onChange={setDays} />
      </p>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {!trends && !failure && <p class="waiting">Counting …</p>}
      {trends && <Answers trends={trends} />}
      {triage && triage.questions > 0 && <TriageList triage={triage} />}
      {trends && <RunList runs={trends.runs} />}
      {trends && <JudgeList certificates={certificates} />}
      {trends && (
        <p class="note">
          What people say of answers they are shown blind: <a href="#/label">rate answers</a>.
        </p>
      )}
    </section>
  )
}

const Answers = ({ trends }: { readonly trends: Trends }) => (
  <section aria-labelledby="quality-answers">
    <h2 id="quality-answers">Answers that people get</h2>
    {trends.total.questions === 0 ? (
      <p class="empty">
        Nobody has asked anything in these {trends.days.length} days. <a href="#/">Ask something</a>, and say with the thumbs whether the answer was good: both
        are counted here.
      </p>
    ) : (
      <>
        <TrendCharts trends={trends} />
        <p class="note">Bars and dots are days (UTC); the thin lines are 95 % intervals. {judgedWords(trends.judging)}</p>
      </>
    )}
  </section>
)

const judgedWords = ({ verifier, share, most_usd, spent_today_usd }: Trends['judging']): string => {
  const models = share > 0 ? `models judge ${percent(share)} of them (${dollars(spent_today_usd)} of ${dollars(most_usd)} spent today)` : ''
  if (verifier) return `In quiet moments the verifier judges every answer once more${models ? `, and ${models}` : ''}.`
  return models ? `In quiet moments ${models}.` : 'No answer is judged behind: ANSWERABLE_LIVE_JUDGE_VERIFIER is off.'
}
