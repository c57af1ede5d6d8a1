import type { z } from 'zod'
import type { certificateSchema, listJudges, measureJudge } from '../../../operations/evaluation/judge.ts'

type Certificate = z.output<typeof certificateSchema>

export const measuredLines = ({ certificate, ...it }: z.output<typeof measureJudge.output>): string =>
  [
    ...(it.state === 'partial' ? [`PARTIAL: ${it.why}`] : []),
    `${certificate.judge} judging by ${certificate.rubric}, on ${certificate.dataset}: ${certificate.items} items`,
    '',
    ...figureLines(certificate),
    '',
    ...confusionLines(certificate.confusion),
    '',
    `${count(it.calls)} judgements, ${count(it.input_tokens + it.output_tokens)} tokens, ${it.cost_usd === null ? 'price not known' : it.cost_usd === 0 ? 'no cost' : `$${it.cost_usd.toFixed(4)}`}`,
    ...it.failures.map(({ failure, count: times }) => `Failed ${times} ×: ${failure}`),
    ...it.notes.map((note) => `Note: ${note}`),
    it.state === 'complete' ? `Kept as certificate ${certificate.id}.` : 'No certificate is kept.',
    '',
  ].join('\n')

export const judgesLines = ({ certificates }: z.output<typeof listJudges.output>): string =>
  certificates.length === 0
    ? 'No judge was measured yet. "answerable eval judge LABELLED.jsonl --rubric grounded.v1" measures one.\n'
    : certificates.map(certificateLines).join('\n')

const certificateLines = (it: Certificate): string =>
  [
    `${it.made_at.slice(0, 10)}  ${it.judge} judging by ${it.rubric}`,
    `  ${it.items} items of ${it.dataset}, ${it.failed} failed`,
    ...figureLines(it).map((line) => `  ${line}`),
    '',
  ].join('\n')

const figureLines = (it: Certificate): string[] => [
  line('Agreement', shareOf(it.agreement), `always the same label: ${percent(it.base_rate)}`),
  line(
    "Cohen's kappa",
    it.kappa ? range(it.kappa, (value) => value.toFixed(2)) : 'not defined',
    it.people_kappa === null ? '' : `people among themselves: ${it.people_kappa.toFixed(2)}`,
  ),
  line('Failed', `${it.failed} of ${it.items}`, 'they count as disagreement'),
  ...(it.auroc
    ? [
        line(
          'AUROC of score',
          range(it.auroc, (value) => value.toFixed(3)),
        ),
      ]
    : []),
  ...(it.repeat_consistency ? [line('Same when repeated', shareOf(it.repeat_consistency))] : []),
  ...(it.position_flips
    ? [
        line(
          'Turned with order',
          shareOf(it.position_flips),
          it.first_place_share === null ? '' : `what was shown first won ${percent(it.first_place_share)} of these`,
        ),
      ]
    : []),
  ...(it.length_bias === null
    ? []
    : [line('Length bias', `${it.length_bias > 0 ? '+' : ''}${it.length_bias.toFixed(2)}`, "correlation with length, less that of people's labels")]),
]

const confusionLines = ({ labels, counts }: Certificate['confusion']): string[] => [
  `${'people \\ judge'.padEnd(16)}${labels.map((label) => label.padStart(8)).join('')}`,
  ...counts.map((row, index) => `${labels[index]!.padEnd(16)}${row.map((value) => String(value).padStart(8)).join('')}`),
]

type Estimate = Certificate['agreement']

const line = (name: string, value: string, remark = ''): string => `${name.padEnd(20)}${remark === '' ? value : `${value.padEnd(28)}${remark}`}`
const range = ({ value, low, high }: Estimate, format: (value: number) => string): string => `${format(value)}  (${format(low)} … ${format(high)})`
const shareOf = (estimate: Estimate): string => range(estimate, percent)
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const count = (value: number): string => value.toLocaleString('en')
