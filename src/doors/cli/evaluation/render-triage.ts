/** Answers that went wrong, for people. */
import type { z } from 'zod'
import type { triage } from '../../../operations/evaluation/triage.ts'
import { counted } from './counted.ts'

type Output = z.output<typeof triage.output>
type Report = NonNullable<Output['report']>
type Group = Report['groups'][number]
type Added = NonNullable<Output['added']>

export const triageLines = ({ report, added }: Output): string => [...(report ? [reportLines(report)] : []), ...(added ? [addedLines(added)] : [])].join('\n')

const reportLines = (report: Report): string => {
  const from = report.since.slice(0, 10)
  if (report.questions === 0) return `Nobody has asked anything since ${from}.\n`
  const head = [`${counted(report.questions, 'question')} since ${from}, ${report.wrong} of them in a group below.`, thumbsLine(report), ...report.notes, '']
  if (report.groups.length === 0) return [...head.slice(0, -1), 'No rule found anything wrong.', ''].join('\n')
  return `${head.join('\n')}\n${report.groups.map(groupLines).join('\n')}`
}

const thumbsLine = ({ up, down, thumbs_up: { value, low, high } }: Report): string =>
  up + down === 0
    ? 'Nobody has said yet whether an answer was good.'
    : `Thumbs: ${up} up, ${down} down (${percent(value)} up, ${percent(low)} to ${percent(high)}).`

const groupLines = ({ title, count, share, next, examples }: Group): string =>
  [`${title}: ${count} (${percent(share.value)}, ${percent(share.low)} to ${percent(share.high)})`, `  ${next}`, ...examples.flatMap(exampleLines), ''].join(
    '\n',
  )

const exampleLines = ({ trace_id, question, why, rating, correction, sources, judgements }: Group['examples'][number]): string[] => [
  `  - ${oneLine(question, 100)}${rating ? `  [thumbs ${rating}]` : ''}`,
  `      ${oneLine(why, 220)}`,
  ...(correction ? [`      Should have said: ${oneLine(correction, 160)}`] : []),
  ...(sources.length > 0 ? [`      Cited: ${oneLine(sources.join(', '), 160)}`] : []),
  ...judgements.map(
    ({ judge, rubric, verdict, failure }) => `      Judged by ${judge} (${rubric}): ${verdict ?? `not judged, ${oneLine(failure ?? '', 120)}`}`,
  ),
  `      trace ${trace_id}`,
]

const addedLines = (added: Added): string => {
  const [first] = added
  if (!first) return 'No case was written: no answer has a correction, or all of them are there already.\n'
  const documents = added.reduce((sum, it) => sum + it.documents, 0)
  const notes = [...new Set(added.flatMap((it) => it.notes.map((note) => `  ${it.case_id}: ${note}`)))]
  return [
    `${counted(added.length, 'case')} written to ${first.suite}, ${counted(documents, 'document')} to ${first.corpus}:`,
    ...added.map(({ case_id, question }) => `  ${case_id}  ${oneLine(question, 90)}`),
    ...notes,
    `Run it with "answerable eval run ${first.suite}".`,
    '',
  ].join('\n')
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
const oneLine = (text: string, most: number): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line
}
