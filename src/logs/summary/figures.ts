import type { LogReport } from '../../domain/log.ts'
import { clock } from '../report/wording.ts'
import { sha256 } from '../../base/id.ts'
import type { Evidence, Hush } from './evidence.ts'

const mostFindings = 8
const mostWords = 160
const mostValue = 40

/** What the model reads: the findings, then as many templates as the budget allows; one alone is always shown. */
export const figuresFor = async (
  report: LogReport,
  evidence: readonly Evidence[],
  { budgetTokens, countTokens, hush }: { readonly budgetTokens: number; readonly countTokens: (text: string) => Promise<number>; readonly hush: Hush },
): Promise<{ figures: string; shown: readonly Evidence[] }> => {
  for (let count = evidence.length; ; count = Math.max(1, Math.floor(count * 0.75))) {
    const shown = evidence.slice(0, count)
    const figures = marked([...headLines(report), ...findingLines(report, shown, hush), ...shown.map(templateLine)].join('\n'))
    if (count <= 1 || (await countTokens(figures)) <= budgetTokens) return { figures, shown }
  }
}

/** Nobody who writes into a log knows the mark: it is made of all that is shown. */
const marked = (text: string): string => {
  const mark = sha256(text).slice(0, 8)
  return `=== ${mark} figures of the log\n${text}\n=== ${mark} end of the figures`
}

const headLines = ({ lines, firstSeen, lastSeen, templates }: LogReport): string[] => [
  `${lines} lines of ${templates.length} templates${firstSeen && lastSeen ? `, from ${clock(firstSeen)} to ${clock(lastSeen)}` : ''}`,
]

const findingLines = ({ findings }: LogReport, shown: readonly Evidence[], hush: Hush): string[] => {
  const handles = new Map(shown.map(({ handle, template }) => [template.id, handle]))
  return findings
    .filter(({ templates }) => templates.length === 0 || templates.some((id) => handles.has(id)))
    .slice(0, Math.max(1, Math.min(mostFindings, shown.length)))
    .map(({ text, templates }) => `- ${hush(text).replace(/(?<=\d),(?=\d{3})/g, '')} [${templates.flatMap((id) => handles.get(id) ?? []).join(', ')}]`)
}

const templateLine = ({ handle, template, lines }: Evidence): string => {
  const { severity, count, firstLine, lastLine, firstSeen, lastSeen, variables } = template
  const when = firstSeen && lastSeen ? `, ${clock(firstSeen)} to ${clock(lastSeen)}` : ''
  const values = variables.flatMap(({ distinct, isCapped, top }) =>
    top[0] && distinct > 1 && top[0].count * 4 >= count ? [`${top[0].value.slice(0, mostValue)} (${isCapped ? 'at least ' : ''}${top[0].count})`] : [],
  )
  const where = count === 1 ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`
  const others = [...lines].filter((line) => line !== firstLine && line !== lastLine).slice(0, 2)
  return (
    `${handle}, ${severity}, ${count === 1 ? 'once' : `${count} times`}, ${where}${others.length > 0 ? ` (also ${others.join(', ')})` : ''}${when}: ` +
    `"${template.template.slice(0, mostWords)}"${values.length > 0 ? `; most frequent: ${values.slice(0, 3).join(', ')}` : ''}`
  )
}
