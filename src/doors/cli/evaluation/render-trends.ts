/** Quality over time, for people: a line of bars for each figure, with its latest and its whole beside it. */
import type { z } from 'zod'
import type { trends } from '../../../operations/evaluation/trends.ts'
import { counted } from './counted.ts'
import { sparkline } from '../sparkline.ts'

type Output = z.output<typeof trends.output>
type Day = Output['days'][number]
type Judged = Output['judged'][number]
type Run = Output['runs'][number]
type Estimate = Judged['mean']

export const trendsLines = (output: Output): string =>
  [...liveLines(output.days, output.total), ...judgedLines(output), ...runLines(output.runs), ''].join('\n')

const liveLines = (days: readonly Day[], total: Output['total']): string[] => {
  const [from, to] = [days[0]!.day, days.at(-1)!.day]
  if (total.questions === 0) return [`Nobody has asked anything from ${from} to ${to}. Answers that people get are counted here.`]
  const reasons = Object.entries(total.abstained).map(([reason, count]) => `${reason} ${count}`)
  const answered = `${whole(total.answered)}${reasons.length > 0 ? `; declined: ${reasons.join(', ')}` : ''}`
  const cost = `$${total.cost_usd.toFixed(total.cost_usd < 1 ? 4 : 2)}${total.unpriced > 0 ? `, and ${counted(total.unpriced, 'answer')} whose price is not known` : ''}`
  const row = (label: string, bars: (it: Day) => number | null, facts: string): string => line(label, counts(days, bars), facts)
  const shareRow = (label: string, read: (it: Day) => Estimate | null, facts: string): string => line(label, shares(days, read), facts)
  return [
    `From ${from} to ${to}, a column a day; · is a day without a figure`,
    row('Questions', (it) => it.questions, total.questions.toLocaleString('en')),
    shareRow('Answered', (it) => it.answered, answered),
    shareRow('Supported', (it) => it.supported, `${whole(total.supported)} of the sentences`),
    shareRow('Thumbs up', (it) => it.thumbs_up, `${whole(total.thumbs_up)}: ${total.up} up, ${total.down} down`),
    row('Median', (it) => it.p50_ms, `latest ${latest(days, (it) => it.p50_ms)}`),
    row('95 of 100', (it) => it.p95_ms, `latest ${latest(days, (it) => it.p95_ms)}`),
    row('Cost', (it) => it.cost_usd, cost),
  ]
}

const judgedLines = ({ judged, judging, days }: Output): string[] => [
  '',
  `Judged behind: ${judgingSentence(judging)}`,
  ...judged.flatMap((it) => [
    line(
      it.judge.slice(0, labelWidth),
      shares(dayByDay(it, days), (one) => one),
      `${estimate(it.mean)} pass ${it.rubric}${judgeFacts(it)}`,
    ),
    ...it.notes.map((note) => `  ${note}`),
  ]),
]

const judgingSentence = ({ verifier, share, rubrics, most_usd, spent_today_usd }: Output['judging']): string => {
  const models = share > 0 ? `${percent(share)} of them by models (${rubrics.join(', ')}), $${spent_today_usd.toFixed(4)} of $${most_usd} spent today` : ''
  if (verifier) return `every answer by the verifier${models ? `, ${models}` : ''}.`
  return models ? `${models}.` : 'no answer. ANSWERABLE_LIVE_JUDGE_VERIFIER and ANSWERABLE_LIVE_JUDGE_SHARE turn it on.'
}

const judgeFacts = ({ failed, certificate, corrected }: Judged): string =>
  [
    failed > 0 ? `, ${failed} could not be judged` : '',
    corrected ? `; corrected for its error ${estimate(corrected)}` : '',
    certificate ? `; agrees with people on ${percent(certificate.agreement)} of ${certificate.dataset}` : '',
  ].join('')

const dayByDay = ({ days: judged }: Judged, days: readonly Day[]): (Estimate | null)[] =>
  days.map(({ day }) => judged.find((it) => it.day === day)?.mean ?? null)

const runLines = (runs: readonly Run[]): string[] => {
  if (runs.length === 0) return ['', 'No run of a suite in this time: "answerable eval run SUITE.yaml" makes one.']
  return ['', 'Runs of suites', ...[...Map.groupBy(runs, ({ suite }) => suite)].flatMap(([suite, its]) => suiteLines(suite, its))]
}

/** The first variant of each run, by its first metric: what the suite asks for first. */
const suiteLines = (suite: string, runs: readonly Run[]): string[] => {
  const means = runs.map(({ variants }) => variants[0]?.metrics[0] ?? null)
  const last = runs.at(-1)!
  const figure = means.at(-1)
  const gate = last.gate === null ? last.state : `gate ${last.gate}`
  return [
    line(
      suite.slice(0, labelWidth),
      shares(means, (it) => it),
      `${counted(runs.length, 'run')}, latest ${last.started_at.slice(0, 10)}: ${figure ? `${figure.name} ${estimate(figure)}, ` : ''}${gate}`,
    ),
  ]
}

const labelWidth = 20
const line = (label: string, bars: string, facts: string): string => `  ${label.padEnd(labelWidth)} ${bars}  ${facts}`

/** All bars of shares stand on one scale. */
const shares = <Item>(items: readonly Item[], read: (it: Item) => Estimate | null): string =>
  sparkline(
    items.map((it) => read(it)?.value ?? null),
    0,
    1,
  )

const counts = (days: readonly Day[], read: (it: Day) => number | null): string => {
  const values = days.map(read)
  return sparkline(values, 0, Math.max(...values.map((value) => value ?? 0)))
}

const whole = (it: Estimate | null): string => (it ? estimate(it) : 'none')

const latest = (days: readonly Day[], read: (it: Day) => number | null): string => {
  const ms = days.map(read).findLast((value) => value !== null)
  if (ms === undefined || ms === null) return 'none'
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
const estimate = ({ value, low, high }: Estimate): string => `${percent(value)} (${percent(low)} to ${percent(high)})`
