import { useState } from 'preact/hooks'
import type { Abilities } from '../api/abilities.ts'
import type { Usage, UsageBy, UsageTotal } from '../api/usage.ts'
import { plural } from '../plural.ts'
import { dollars } from '../quality/amounts.ts'
import { TrendChart } from '../quality/trend-chart.tsx'
import { PeriodSelect } from '../period-select.tsx'
import { BudgetList } from './budget-list.tsx'
import { everyDay, type Day } from './every-day.ts'
import { UsageTable } from './usage-table.tsx'
import { useUsage } from './use-usage.ts'

/** What models were asked for, what it cost, and what may still be spent. */
export const UsageView = ({ abilities }: { readonly abilities: Abilities }) => {
  const [by, setBy] = useState<UsageBy>('model')
  const [period, setPeriod] = useState(30)
  const { days, parts, failure } = useUsage(by, period)
  return (
    <section class="quality usage" aria-label="Usage">
      <h1>Usage</h1>
      <p class="period">
        <PeriodSelect days={period} onChange={setPeriod} />
      </p>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {!days && !failure && <p class="waiting">Counting …</p>}
      {days && days.total.calls === 0 && (
        <p class="empty">
          No model was called in these {period} days. <a href="#/">Ask something</a>: what it takes is counted here, also where a model of this machine answers
          for nothing.
        </p>
      )}
      {days && days.total.calls > 0 && <Charts usage={days} />}
      {parts && parts.total.calls > 0 && <UsageTable parts={parts} by={by} onBy={setBy} />}
      {days && <BudgetList budgets={days.budgets} maySet={abilities.has('PUT /budgets')} />}
    </section>
  )
}

const Charts = ({ usage: { since, rows, total } }: { readonly usage: Usage }) => {
  const days = everyDay(since, rows, new Date())
  const chart = (title: string, headline: string, read: (day: Day) => number | null, write: (value: number) => string, note?: string) => {
    const values = days.map(read)
    const most = Math.max(0, ...values.map((it) => it ?? 0))
    return (
      <TrendChart
        title={title}
        headline={headline}
        note={note}
        days={days.map(({ day }) => day)}
        series={[{ values }]}
        most={most || 1}
        mostLabel={write(most)}
        kind="bars"
        told={(index) => (values[index] === null ? null : write(values[index]!))}
      />
    )
  }
  return (
    <>
      <div class="trends">
        {chart('Cost', dollars(total.cost_usd), ({ row }) => row && row.cost_usd, dollars, costNote(total))}
        {chart(
          'Tokens',
          (total.tokens.input + total.tokens.output).toLocaleString('en'),
          ({ row }) => row && row.tokens.input + row.tokens.output,
          (it) => it.toLocaleString('en'),
          tokenNote(total),
        )}
        {chart(
          'Calls',
          total.calls.toLocaleString('en'),
          ({ row }) => row && row.calls,
          (it) => plural(it, 'call'),
          callNote(total),
        )}
      </div>
      <p class="note">Bars are days (UTC).</p>
    </>
  )
}

const costNote = ({ unpriced }: UsageTotal): string | undefined =>
  unpriced > 0 ? `and ${plural(unpriced, 'call')} whose price is not known: ANSWERABLE_PRICES sets it` : undefined

const tokenNote = ({ tokens }: UsageTotal): string =>
  [
    `${tokens.input.toLocaleString('en')} read, ${tokens.output.toLocaleString('en')} written`,
    tokens.cache_read > 0 && `${tokens.cache_read.toLocaleString('en')} of them from a provider's cache`,
    tokens.reasoning > 0 && `${tokens.reasoning.toLocaleString('en')} thought`,
  ]
    .filter(Boolean)
    .join('; ')

const callNote = ({ failed, aborted, lost }: UsageTotal): string | undefined =>
  [failed > 0 && `${failed} failed`, aborted > 0 && `${aborted} broken off`, lost > 0 && `${lost} lost with their process`].filter(Boolean).join(', ') ||
  undefined
