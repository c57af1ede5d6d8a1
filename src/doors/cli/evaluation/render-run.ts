/** A run for a terminal of 80 columns: the gate first, then figures, then what went wrong. */
import { counted } from './counted.ts'
import type { z } from 'zod'
import type { evalRun, listRuns } from '../../../operations/evaluation/run.ts'
import { figure } from './figure.ts'
import { sideBySide } from './side-by-side.ts'

type Run = z.output<typeof evalRun.output>
type Variant = Run['variants'][number]
type Metric = Variant['metrics'][number]

const mostFaulty = 10

/** Wrong in what it is asked for; an agent also in what it did. */
const isFaulty = ({ scores }: Run['rows'][number]): boolean =>
  scores['correct'] !== 1 || ['quotes_exact', 'healed'].some((name) => scores[name] === 0) || ['forbidden', 'obeyed'].some((name) => scores[name] === 1)

export const runLines = (run: Run): string => [...head(run), ...run.retrieval.flatMap(retrievalLines), ...variantsLines(run), ...comparisonLines(run), ...gateLines(run), ...tail(run), ''].join('\n') // prettier-ignore

/** Of figures alone: nothing was to hold. */
export const answersLines = (run: Run): string => runLines(run).replace(`${noGate}\n`, '')

const head = (run: Run): string[] => [
  `${run.suite}: ${count(run.cases - run.generated_cases, 'case')}${run.generated_cases > 0 ? ` and ${run.generated_cases} generated` : ''}${run.repeat > 1 ? `, each asked ${run.repeat} times` : ''}, collection ${run.collection}`,
  ...(run.state === 'partial' ? [`PARTIAL: ${run.why} ${run.rows.length === 1 ? '1 answer is' : `${run.rows.length} answers are`} counted.`] : []),
]

const retrievalLines = ({ dataset, metrics }: Run['retrieval'][number]): string[] => ['', `Retrieval on ${dataset}`, ...metrics.map(metricLine)]

const variantsLines = (run: Run): string[] =>
  run.variants.length === 1
    ? variantLines(run.variants[0]!, run)
    : [...sideBySide(run), ...run.variants.flatMap((it) => [...judgedOf(it), ...faultyLines(it, run)])]

const variantLines = (it: Variant, run: Run): string[] => [
  '',
  it.name === it.model ? it.name : `${it.name}: ${it.model}`,
  ...it.metrics.filter(isTold).map(metricLine),
  ...costLine(it),
  ...tagLines(it),
  ...faultyLines(it, run),
]

// In the report's file all the same; in a terminal they say nothing.
const isTold = ({ name, value }: Metric): boolean => !(['failed', 'repeat_spread', 'cost'].includes(name) && value === 0)

const metricLine = (it: Metric): string => {
  const figures = `${figure(it.value, it.unit).padStart(10)}  ${`[${figure(it.low, it.unit)} … ${figure(it.high, it.unit)}]`.padEnd(21)} n ${it.n}`
  return [`  ${it.name.padEnd(20)} ${figures}`, ...judgedLines(it)].join('\n')
}

/** Of several variants: who judged each of them, and how well that is known. */
const judgedOf = (it: Variant): string[] =>
  it.metrics.filter(({ judged }) => judged !== null).flatMap((metric) => ['', `  ${it.name}, ${metric.name}`, ...judgedLines(metric)])

const judgedLines = (metric: Metric): string[] => {
  const { judged, unit } = metric
  if (!judged) return []
  const { certificate, corrected, failed, judge, pairs } = judged
  const known = certificate
    ? `agrees with people on ${figure(certificate.agreement, 'share')}, kappa ${certificate.kappa?.value.toFixed(2) ?? 'not defined'} (${certificate.dataset})`
    : 'never measured against people'
  return [
    `      ${judge}: ${known}`,
    ...(corrected
      ? [`      corrected for its error: ${figure(corrected.value, unit)} [${figure(corrected.low, unit)} … ${figure(corrected.high, unit)}]`]
      : []),
    ...(pairs ? pairsLines(pairs, metric) : []),
    ...(failed > 0 && !pairs ? [`      ${count(failed, 'judgement')} could not be had and count as failed`] : []),
  ]
}

type Pairs = NonNullable<NonNullable<Metric['judged']>['pairs']>

const pairsLines = ({ against, wins, ties, losses, failed, inconsistent }: Pairs, { value, low, high, unit }: Metric): string[] => [
  `      against ${against}: ${figure(value, unit)} [${figure(low, unit)} … ${figure(high, unit)}], a tie being half a win`,
  `      ${wins} won, ${ties} tied, ${losses} lost, ${failed} failed${inconsistent === null ? '' : `; ${figure(inconsistent, 'share')} turned with the order`}`,
]

const costLine = ({ cost_usd: cost, judge_cost_usd: judging }: Variant): string[] => {
  if (cost === 0 && judging === 0) return []
  const dollars = (usd: number | null): string => (usd === null ? 'price not known' : `$${usd.toFixed(4)}`)
  return [`  cost: answers ${dollars(cost)}, judging ${dollars(judging)}`]
}

const tagLines = ({ tags }: Variant): string[] => {
  if (tags.length === 0) return []
  const names = ['correct', 'citation_recall', 'latency_p50'].filter((name) => tags.some(({ metrics }) => metrics.some((it) => it.name === name)))
  const cell = (metrics: readonly Metric[], name: string): string => {
    const metric = metrics.find((it) => it.name === name)
    return (metric ? figure(metric.value, metric.unit) : '–').padStart(16)
  }
  return [
    '',
    `  ${'tag'.padEnd(20)}${'cases'.padStart(6)}${names.map((name) => name.padStart(16)).join('')}`,
    ...tags.map(({ tag, cases, metrics }) => `  ${tag.padEnd(20)}${String(cases).padStart(6)}${names.map((name) => cell(metrics, name)).join('')}`),
  ]
}

const faultyLines = ({ name }: Variant, { rows, variants }: Run): string[] => {
  const faulty = rows.filter((row) => row.variant === name && row.faults.length > 0 && isFaulty(row))
  if (faulty.length === 0) return []
  return [
    '',
    `  ${count(faulty.length, 'answer')} with faults${variants.length > 1 ? `: ${name}` : ''}`,
    ...faulty
      .slice(0, mostFaulty)
      .flatMap(({ case_id: id, trace_id: trace, faults }) => [
        `  ✗ ${id}${trace ? `   trace ${trace}` : ''}`,
        ...faults.slice(0, 3).map((fault) => `      ${cut(fault)}`),
      ]),
    ...(faulty.length > mostFaulty ? [`  … and ${faulty.length - mostFaulty} more: --json or --out DIR show all.`] : []),
  ]
}

const comparisonLines = ({ comparisons }: Run): string[] => {
  const groups = [...Map.groupBy(comparisons, ({ variant, against }) => `${variant} against ${against}`)]
  return groups.flatMap(([title, all]) => {
    const shown = all.filter(({ difference, metric }) => difference.value !== 0 || metric === 'correct')
    if (shown.length === 0) return ['', `${title}: the same on every case.`]
    return ['', title, ...shown.map(comparisonLine), '  95 % intervals; "better" and "worse": at most 1 % of false alarms over all']
  })
}

const comparisonLine = ({ metric, difference, detectable, verdict }: Run['comparisons'][number]): string => {
  const seen = detectable === null || detectable >= 1 ? 'too few cases' : `would from ${(detectable * 100).toFixed(1)}`
  const told = verdict === 'no difference shown' ? `${verdict} (${seen})` : verdict
  return `  ${metric.padEnd(20)} ${signed(difference.value).padStart(8)}  ${`[${signed(difference.low)} … ${signed(difference.high)}]`.padEnd(19)} ${told}`
}

const noGate = 'No gate was set: "thresholds" in the suite set one.'
const gateLines = ({ gate, thresholds, state }: Run): string[] => [
  ...(thresholds.length > 0 ? [''] : []),
  ...thresholds.map(({ holds, variant, tag, why }) => `${holds ? '✓' : '✗'} ${variant}${tag ? ` (${tag})` : ''}: ${why}`),
  ...(gate === null ? ['', noGate] : [gate === 'pass' ? 'The gate is open.' : `The gate is shut${state === 'partial' ? ': a partial run opens none' : ''}.`]),
]

const tail = ({ notes, files, run_id: id }: Run & { files?: string[] }): string[] => [
  ...(notes.length > 0 ? ['', ...notes.map((note) => `Note: ${note}`)] : []),
  '',
  ...(files ?? []).map((file) => `Written: ${file}`),
  `Run ${id}: "answerable eval report ${id} --out DIR" opens each case.`,
]

export const estimateLines = ({ answers, judgements, most_usd: most }: { answers: number; judgements: number; most_usd: number | null }): string => {
  const judged = judgements > 0 ? ` and ${counted(judgements, 'judgement')}` : ''
  const cost =
    most === null ? 'a price is not known: set it with ANSWERABLE_PRICES' : most === 0 ? 'free' : `$${most.toFixed(4)} at the very most, usually a part of it`
  return `${counted(answers, 'answer')}${judged}: ${cost}\n`
}

export const listedRunLines = ({ runs }: z.output<typeof listRuns.output>): string =>
  runs.length === 0
    ? 'No suite was run yet. "answerable eval run SUITE.yaml" runs one.\n'
    : runs
        .map((it) => {
          const correct = it.variants.map((variant) => `${variant.name} ${variant.correct === null ? '–' : figure(variant.correct, 'share')}`).join(', ')
          const gate = it.gate === null ? '' : `  gate ${it.gate}`
          return `${it.run_id}  ${it.started_at.slice(0, 16).replace('T', ' ')}  ${it.suite}  ${it.state}${gate}\n    ${correct ? `correct: ${correct}` : 'no report yet'}\n`
        })
        .join('')

const signed = (share: number): string => `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}`
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
const cut = (text: string): string => (text.length > 140 ? `${text.slice(0, 139)}…` : text)
