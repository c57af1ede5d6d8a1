import type { Estimate, JudgedTrend, TrendDay, Trends } from '../api/quality.ts'
import { duration } from '../duration.ts'
import { plural } from '../plural.ts'
import { dollars, interval, percent } from './amounts.ts'
import { TrendChart } from './trend-chart.tsx'

/** The answers that people get, day by day. */
export const TrendCharts = ({ trends: { days, total, judged } }: { readonly trends: Trends }) => {
  const names = days.map(({ day }) => day)
  const share = (title: string, read: (it: TrendDay) => Estimate | null, whole: Estimate | null, note?: string) => (
    <TrendChart
      title={title}
      headline={wholeShare(whole)}
      note={note}
      days={names}
      series={[{ values: days.map(read) }]}
      most={1}
      mostLabel="100 %"
      kind="line"
      told={(index) => shareWords(read(days[index]!))}
    />
  )
  const mostQuestions = Math.max(1, ...days.map((it) => it.questions))
  const mostMs = Math.max(1, ...days.map((it) => it.p95_ms ?? 0))
  const mostCost = Math.max(0, ...days.map((it) => it.cost_usd))
  return (
    <div class="trends">
      <TrendChart
        title="Questions"
        headline={total.questions.toLocaleString('en')}
        days={names}
        series={[{ values: days.map((it) => (it.questions > 0 ? it.questions : null)) }]}
        most={mostQuestions}
        mostLabel={mostQuestions.toLocaleString('en')}
        kind="bars"
        told={(index) => (days[index]!.questions > 0 ? plural(days[index]!.questions, 'question') : null)}
      />
      {share('Answered', (it) => it.answered, total.answered, declinedNote(total.abstained))}
      {share('Sentences supported', (it) => it.supported, total.supported)}
      {share('Thumbs up', (it) => it.thumbs_up, total.thumbs_up, `${total.up} up, ${total.down} down`)}
      {judged.map((it) => (
        <JudgedChart key={`${it.judge} ${it.rubric}`} judged={it} days={names} />
      ))}
      <TrendChart
        title="Time to answer"
        headline={latestWords(days)}
        days={names}
        series={[
          { name: 'half of the answers', values: days.map((it) => it.p50_ms) },
          { name: '95 of 100', values: days.map((it) => it.p95_ms) },
        ]}
        most={mostMs}
        mostLabel={duration(mostMs)}
        kind="line"
        told={(index) => timeWords(days[index]!)}
      />
      {(total.cost_usd > 0 || total.unpriced > 0) && (
        <TrendChart
          title="Cost"
          headline={dollars(total.cost_usd)}
          note={total.unpriced > 0 ? `and ${plural(total.unpriced, 'answer')} whose price is not known` : undefined}
          days={names}
          series={[{ values: days.map((it) => (it.questions > 0 ? it.cost_usd : null)) }]}
          most={mostCost}
          mostLabel={dollars(mostCost)}
          kind="bars"
          told={(index) => (days[index]!.questions > 0 ? dollars(days[index]!.cost_usd) : null)}
        />
      )}
    </div>
  )
}

const JudgedChart = ({ judged, days }: { readonly judged: JudgedTrend; readonly days: readonly string[] }) => {
  const byDay = new Map(judged.days.map((it) => [it.day, it]))
  return (
    <TrendChart
      title={`Passes ${judged.rubric}`}
      headline={wholeShare(judged.mean)}
      note={[
        `judged by ${judged.judge}`,
        judged.failed > 0 && `${judged.failed} could not be judged`,
        judged.corrected && `corrected for its error ${wholeShare(judged.corrected)}`,
        judged.certificate ? `agrees with people on ${percent(judged.certificate.agreement)}` : 'never measured against people',
      ]
        .filter(Boolean)
        .join('; ')}
      days={days}
      series={[{ values: days.map((day) => byDay.get(day)?.mean ?? null) }]}
      most={1}
      mostLabel="100 %"
      kind="line"
      told={(index) => shareWords(byDay.get(days[index]!)?.mean ?? null)}
    />
  )
}

const wholeShare = (it: Estimate | null): string => (it ? `${percent(it.value)} (${interval(it)})` : 'none yet')

const shareWords = (it: Estimate | null): string | null => it && `${percent(it.value)} of ${it.n} (${interval(it)})`

const timeWords = ({ p50_ms, p95_ms }: TrendDay): string | null =>
  p50_ms === null || p95_ms === null ? null : `half within ${duration(p50_ms)}, 95 of 100 within ${duration(p95_ms)}`

const latestWords = (days: readonly TrendDay[]): string => {
  const latest = days.findLast(({ p50_ms }) => p50_ms !== null)
  return latest ? `${duration(latest.p50_ms!)} on the last day` : 'none yet'
}

const reasonWords: Readonly<Record<string, string>> = {
  nothing_relevant: 'nothing relevant',
  not_supported: 'not supported',
  out_of_scope: 'out of scope',
  conflicting: 'conflicting',
  not_permitted: 'not permitted',
}

const declinedNote = (abstained: TrendDay['abstained']): string | undefined => {
  const reasons = Object.entries(abstained)
  return reasons.length === 0 ? undefined : `declined: ${reasons.map(([reason, count]) => `${count} ${reasonWords[reason] ?? reason}`).join(', ')}`
}
