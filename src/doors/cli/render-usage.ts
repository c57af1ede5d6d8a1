/** Money and tokens, for people: a table, bars by day, and what is left of each budget. */
import type { z } from 'zod'
import type { budgetSchema } from '../../operations/budgets.ts'
import type { usage } from '../../operations/usage.ts'
import { counted } from './evaluation/counted.ts'
import { sparkline } from './sparkline.ts'

type Usage = z.output<typeof usage.output>
type Row = Usage['rows'][number]
type Budget = z.output<typeof budgetSchema>

export const usageLines = ({ since, by, rows, total, budgets }: Usage): string => {
  const from = since.slice(0, 10)
  const lines = rows.length === 0 ? [`No model was called since ${from}.`] : [...tableLines(by, rows), totalLine(from, total)]
  return [
    ...lines,
    ...(by === 'day' && rows.length > 1 ? ['', ...dayBars(rows)] : []),
    ...(budgets.length > 0 ? ['', budgetsLines({ budgets }).trimEnd()] : []),
    '',
  ].join('\n')
}

const tableLines = (by: Usage['by'], rows: readonly Row[]): string[] => {
  const label = (row: Row): string => (row.name === null ? row.group || '(none)' : `${row.name} (${row.group})`)
  const width = Math.max(by.length, ...rows.map((row) => label(row).length))
  const line = (first: string, calls: string, input: string, output: string, money: string): string =>
    `${first.padEnd(width)}  ${calls.padStart(8)}  ${input.padStart(12)}  ${output.padStart(12)}  ${money.padStart(12)}`
  return [
    line(by, 'calls', 'tokens in', 'tokens out', 'US dollars'),
    ...rows.map((row) =>
      line(label(row), grouped(row.calls), grouped(row.tokens.input), grouped(row.tokens.output), `${usd(row.cost_usd)}${row.unpriced > 0 ? ' + ?' : ''}`),
    ),
  ]
}

const totalLine = (from: string, { calls, cost_usd, unpriced, failed, aborted, lost, tokens }: Usage['total']): string =>
  [
    `${counted(calls, 'call')} since ${from}, $${usd(cost_usd)}`,
    tokens.cache_read > 0 && `${grouped(tokens.cache_read)} tokens read from providers' caches`,
    tokens.reasoning > 0 && `${grouped(tokens.reasoning)} tokens thought`,
    unpriced > 0 && `${counted(unpriced, 'call')} whose price is not known (ANSWERABLE_PRICES sets it)`,
    failed > 0 && `${failed} failed`,
    aborted > 0 && `${aborted} broken off`,
    lost > 0 && `${lost} lost with their process, counted with their worst case`,
  ]
    .filter(Boolean)
    .join('; ')

const dayBars = (rows: readonly Row[]): string[] => {
  const bars = (read: (row: Row) => number): string =>
    sparkline(
      everyDay(rows).map((row) => row && read(row)),
      0,
      Math.max(...rows.map(read)),
    )
  return [`US dollars  ${bars(({ cost_usd }) => cost_usd)}`, `Tokens      ${bars(({ tokens }) => tokens.input + tokens.output)}`]
}

/** Null for a day without calls. */
const everyDay = (rows: readonly Row[]): (Row | null)[] => {
  const days: (Row | null)[] = []
  const last = Date.parse(rows.at(-1)!.group)
  for (let day = Date.parse(rows[0]!.group); day <= last; day += 86_400_000)
    days.push(rows.find(({ group }) => group === new Date(day).toISOString().slice(0, 10)) ?? null)
  return days
}

export const budgetsLines = ({ budgets }: { readonly budgets: readonly Budget[] }): string =>
  budgets.length === 0
    ? 'Nothing is limited. "answerable budgets set --system --per day --usd 5" limits what all models together may cost a day.\n'
    : budgets.map((budget) => `${budgetLine(budget)}\n`).join('')

const budgetLine = (it: Budget): string => {
  const whose = it.subject === 'system' ? 'whole system' : `${it.subject} ${it.name ? `${it.name} (${it.id})` : it.id}`
  const money = it.usd === null ? [] : [`${bar(it.left_usd!, it.usd)} $${usd(it.left_usd!)} of $${usd(it.usd)} left`]
  const tokens = it.tokens === null ? [] : [`${bar(it.left_tokens!, it.tokens)} ${grouped(it.left_tokens!)} of ${grouped(it.tokens)} tokens left`]
  const held = it.reserved_usd > 0 || it.reserved_tokens > 0 ? '; some of it is put aside for answers under way' : ''
  const origin = it.origin === 'settings' ? ' (settings)' : ''
  return `${`Budget of ${whose} a ${it.per}${origin}`.padEnd(36)} ${[...money, ...tokens].join(', ')}${held}; renews ${it.renews_at.slice(0, 16).replace('T', ' ')} UTC`
}

/** What is left, ten characters wide. */
const bar = (left: number, whole: number): string => {
  const filled = whole > 0 ? Math.min(10, Math.ceil((left / whole) * 10)) : 0
  return '█'.repeat(filled) + '░'.repeat(10 - filled)
}

const grouped = (value: number): string => value.toLocaleString('en')

/** Small amounts keep the digits that tell them apart. */
const usd = (value: number): string =>
  value === 0 ? '0' : value >= 1 ? value.toFixed(2) : value.toPrecision(2).includes('e') ? value.toFixed(8) : Number(value.toPrecision(3)).toString()
