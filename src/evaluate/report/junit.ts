import type { CaseRow, EvalReport, Metric, PairCounts, VariantReport } from '../../domain/eval-run.ts'
import { allFaults, stateOf } from './case-state.ts'
import { figure } from './figures.ts'
import type { CaseWords, ReportInput } from './report-input.ts'
import { xmlAttribute, xmlText } from './xml.ts'

interface TestCase {
  readonly name: string
  readonly classname: string
  readonly seconds: number
  readonly outcome: { readonly kind: 'failure' | 'error'; readonly type: string; readonly message: string; readonly detail: string } | null
}

/**
 * For what reads test results: a suite for each variant with a test for each case, and one for the gate with a test for each threshold.
 * Written to the strictest schema in use, that of Ant's JUnit task (windyroad/JUnit-Schema): what it allows, every reader takes.
 */
export const junitXml = ({ report, rows, words }: Pick<ReportInput, 'report' | 'rows' | 'words'>): string => {
  const suites = [
    ...report.variants.map((variant, index) => {
      const own = rows.filter((row) => row.variant === variant.name)
      return suiteXml(
        report,
        index,
        variant.name,
        propertiesOf(variant),
        own.map((row) => caseTest(report, row, words.get(row.traceId ?? ''))),
      )
    }),
    suiteXml(report, report.variants.length, report.gate === null ? 'run' : 'gate', [['state', report.state]], gateTests(report)),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`
}

const caseTest = (report: EvalReport, row: CaseRow, words: CaseWords | undefined): TestCase => {
  const state = stateOf(row)
  const faults = row.failure === null ? allFaults(row) : [row.failure, ...allFaults(row)]
  return {
    name: report.repeat > 1 ? `${row.caseId} (${row.repeat + 1} of ${report.repeat})` : row.caseId,
    classname: `${report.suite}.${row.variant}`,
    seconds: row.latencyMs / 1000,
    outcome:
      state === 'good'
        ? null
        : {
            kind: state === 'error' ? 'error' : 'failure',
            type: state === 'error' ? 'no_answer' : 'fault',
            message: faults[0] ?? 'No answer came.',
            detail: [...faults, ...wordLines(words), row.traceId ? `Trace: ${row.traceId}` : ''].filter(Boolean).join('\n'),
          },
  }
}

const wordLines = (words: CaseWords | undefined): string[] => (words ? [`Question: ${words.question}`, `Answer: ${words.answer}`] : [])

/** A report that stopped early is red of itself: no threshold may hide that. */
const gateTests = (report: EvalReport): TestCase[] => {
  const classname = `${report.suite}.${report.gate === null ? 'run' : 'gate'}`
  const failed = (type: string, message: string): TestCase['outcome'] => ({ kind: 'failure', type, message, detail: message })
  return [
    {
      name: 'the run is complete',
      classname,
      seconds: 0,
      outcome: report.state === 'complete' ? null : failed('partial', report.why ?? 'The run stopped early.'),
    },
    ...report.thresholds.map(({ metric, tag, variant, holds, why }) => ({
      name: [metric, tag && `for ${tag}`, `of ${variant}`].filter(Boolean).join(' '),
      classname,
      seconds: 0,
      outcome: holds ? null : failed('threshold', why),
    })),
    ...(report.gate === null ? [] : [{ name: 'the gate', classname, seconds: 0, outcome: report.gate === 'pass' ? null : failed('gate', gateWhy(report)) }]),
  ]
}

const gateWhy = (report: EvalReport): string => {
  const reasons = [report.why, ...report.thresholds.filter(({ holds }) => !holds).map(({ why }) => why)].filter(Boolean)
  return `The gate is shut. ${reasons.length > 0 ? reasons.join(' ') : report.notes.join(' ')}`.trim()
}

const propertiesOf = (variant: VariantReport): [string, string][] => [
  ['model', variant.model],
  ...variant.metrics.flatMap((metric): [string, string][] => [
    [metric.name, String(metric.value)],
    [`${metric.name}.interval`, `${figure(metric.low, metric.unit)} to ${figure(metric.high, metric.unit)}, n = ${metric.n}`],
    ...judgedProperties(metric),
  ]),
  ...costProperties(variant),
]

/** Left out while a price is not known. */
const costProperties = ({ costUsd, judgeCostUsd }: VariantReport): [string, string][] => {
  const total = costUsd === null || judgeCostUsd === null ? null : costUsd + judgeCostUsd
  const costs = [['answers', costUsd], ['judging', judgeCostUsd], ['total', total]] as const // prettier-ignore
  return costs.flatMap(([of, cost]): [string, string][] => (cost === null ? [] : [[`cost_usd.${of}`, String(cost)]]))
}

const judgedProperties = ({ name, judged }: Metric): [string, string][] => {
  if (!judged) return []
  const { certificate, corrected, pairs } = judged
  return [
    [`${name}.judge`, `${judged.judge}, ${judged.rubric}, ${judged.failed} judgements failed`],
    [`${name}.certificate`, certificate ? `agreement with people ${certificate.agreement} on ${certificate.dataset}` : 'none: this judge was never measured'],
    ...(pairs ? [[`${name}.pairs`, pairsText(pairs)] as [string, string]] : []),
    ...(corrected ? [[`${name}.corrected`, `${corrected.value}, ${corrected.low} to ${corrected.high}`] as [string, string]] : []),
  ]
}

const pairsText = ({ against, wins, ties, losses, failed, inconsistent }: PairCounts): string =>
  `against ${against}: ${wins} won, ${ties} tied, ${losses} lost, ${failed} failed${inconsistent === null ? '' : `, ${figure(inconsistent, 'share')} turned with the order`}`

const suiteXml = (report: EvalReport, id: number, name: string, properties: readonly (readonly [string, string])[], tests: readonly TestCase[]): string => {
  const count = (kind: 'failure' | 'error'): number => tests.filter(({ outcome }) => outcome?.kind === kind).length
  const attributes = attributesXml({
    name: `${report.suite}: ${name}`,
    package: report.suite,
    id: String(id),
    // The schema wants no time zone: UTC.
    timestamp: report.startedAt.slice(0, 19),
    hostname: 'localhost',
    tests: String(tests.length),
    failures: String(count('failure')),
    errors: String(count('error')),
    skipped: '0',
    time: seconds(tests.reduce((sum, test) => sum + test.seconds, 0)),
  })
  return [
    `<testsuite ${attributes}>`,
    `<properties>${properties.map(([key, value]) => `<property ${attributesXml({ name: key, value })}/>`).join('')}</properties>`,
    ...tests.map(testXml),
    // Both are obligatory, also empty.
    '<system-out></system-out>',
    `<system-err>${xmlText(report.notes.join('\n'))}</system-err>`,
    '</testsuite>',
  ].join('\n')
}

const testXml = ({ name, classname, seconds: time, outcome }: TestCase): string => {
  const attributes = attributesXml({ name, classname, time: seconds(time) })
  if (!outcome) return `<testcase ${attributes}/>`
  const { kind, type, message, detail } = outcome
  return `<testcase ${attributes}><${kind} ${attributesXml({ type, message })}>${xmlText(detail)}</${kind}></testcase>`
}

const attributesXml = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${xmlAttribute(value)}"`)
    .join(' ')

/** Decimal notation, as the schema wants it: never `1e-7`. */
const seconds = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : '0')
