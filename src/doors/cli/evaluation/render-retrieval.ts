import type { z } from 'zod'
import type { evalRetrieval } from '../../../operations/evaluation/retrieval.ts'
import { counted } from './counted.ts'

type Report = z.output<(typeof evalRetrieval)['output']>
type Estimate = Report['comparisons'][number]['difference']

export const retrievalLines = (report: Report): string =>
  [
    `${report.dataset}: ${counted(report.questions, 'question')} about ${counted(report.clusters, 'document')}, asked of ${counted(report.documents, 'document')} in ${counted(report.chunks, 'chunk')} (collection "${report.collection}")`,
    '',
    ...table(report),
    '',
    ...report.comparisons.map(
      ({ ranking, against, metric, difference }) =>
        `${`${ranking} − ${against}`.padEnd(18)} ${metric}  ${signed(difference.value)} [${signed(difference.low)} … ${signed(difference.high)}]  ${verdict(difference)}`,
    ),
    ...approximate(report),
    ...report.notes.map((note) => `Note: ${note}`),
    ...report.run_files.map((file) => `Run file: ${file}`),
    '',
  ].join('\n')

/** A row for each figure, a column for each ranking; brackets hold the 95 % interval. */
const table = ({ rankings }: Report): string[] => {
  const names = rankings[0]!.metrics.map(({ name }) => name)
  return [
    `${' '.repeat(nameWidth)}${rankings.map(({ ranking }) => ranking.padEnd(cellWidth)).join('')}`.trimEnd(),
    ...names.map((name, row) => `${name.padEnd(nameWidth)}${rankings.map(({ metrics }) => cell(metrics[row]!).padEnd(cellWidth)).join('')}`.trimEnd()),
  ]
}

const nameWidth = 20
const cellWidth = 26

const cell = ({ value, low, high }: Estimate): string => `${value.toFixed(3)} [${low.toFixed(3)} … ${high.toFixed(3)}]`

const verdict = ({ low, high }: Estimate): string => (low > 0 ? 'better' : high < 0 ? 'worse' : 'no difference shown')

const approximate = ({ approximate: found }: Report): string[] =>
  found
    ? [`Approximate search found ${(found.recall * 100).toFixed(1)} % of the ten nearest chunks (${counted(found.questions, 'question')} asked both ways)`]
    : []

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
