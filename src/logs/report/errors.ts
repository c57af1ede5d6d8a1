import type { LogStatistics, TemplateStatistics } from '../log-statistics.ts'
import { isAtLeast, linesOf, speaksOfTrouble, weightOf, type Candidate } from './candidate.ts'
import { counted, grouped, percent, quoted, span, times } from './wording.ts'

/** How much went wrong, and of what kinds; kinds that are grave and seldom stand by themselves. */
export const errorFindings = ({ templates, lines, skippedLines }: LogStatistics): Candidate[] => {
  const own = templates.filter(({ isContinuation }) => !isContinuation)
  const grave = own.filter(({ severity }) => isAtLeast(severity, 'error'))
  const warned = own.filter((it) => !isAtLeast(it.severity, 'error') && (it.severity === 'warning' || speaksOfTrouble(it)))
  return [...overview(grave, lines - skippedLines), ...grave.map((it) => (isRare(it, lines) ? rare(it) : frequent(it))), ...warned.map(frequent)]
}

const overview = (grave: readonly TemplateStatistics[], lines: number): Candidate[] => {
  const count = grave.reduce((sum, it) => sum + it.count, 0)
  if (grave.length < 2) return []
  const first = grave.reduce((a, b) => (b.firstLine < a.firstLine ? b : a))
  const last = grave.reduce((a, b) => (b.lastLine > a.lastLine ? b : a))
  const text = `${counted(count, 'line')} of ${grouped(lines)} (${percent(count, lines)}) ${count === 1 ? 'is an error' : 'are errors'} or worse, of ${counted(grave.length, 'kind')}: the first is line ${grouped(first.firstLine)}, the last line ${grouped(last.lastLine)}.`
  return [{ kind: 'errors', text, templates: grave.slice(0, 10).map(({ id }) => id), lines: [first.firstLine, last.lastLine], weight: 100 }]
}

// A grave line that stands once or a few times among thousands is easily scrolled past.
const isRare = ({ count }: TemplateStatistics, lines: number): boolean => count <= 3 && count < lines / 200

const rare = (it: TemplateStatistics): Candidate => ({
  kind: 'rare',
  text: `Rare but ${it.severity === 'error' ? 'an error' : it.severity}: ${quoted(it.template)} ${times(it.count)}, ${where(it)}.${traceOf(it)}`,
  templates: [it.id],
  lines: linesOf(it),
  weight: weightOf(it) * 1.3,
})

const frequent = (it: TemplateStatistics): Candidate => ({
  kind: 'errors',
  text: `${nameOf(it)} ${times(it.count)}: ${quoted(it.template)}, ${where(it)}.${topOf(it)}${traceOf(it)}`,
  templates: [it.id],
  lines: linesOf(it),
  weight: weightOf(it) * (1 + Math.log10(it.count)),
})

const nameOf = ({ severity }: TemplateStatistics): string =>
  isAtLeast(severity, 'warning') ? `${severity[0]!.toUpperCase()}${severity.slice(1)}` : `Trouble by its words, "${severity}" by its level,`

const where = ({ count, firstLine, lastLine, firstSeen, lastSeen }: TemplateStatistics): string => {
  const lines = count === 1 || firstLine === lastLine ? `line ${grouped(firstLine)}` : `lines ${grouped(firstLine)} to ${grouped(lastLine)}`
  return firstSeen && lastSeen ? `${lines} (${span(firstSeen, lastSeen)})` : lines
}

/** A value that most of its lines share is often the culprit. */
const topOf = ({ variables, count }: TemplateStatistics): string => {
  if (count < 10) return ''
  const best = variables
    .filter(({ distinct, isCapped }) => distinct > 1 && !isCapped)
    // Not what was masked, and no "0" or "-": values that mean something to somebody.
    .flatMap(({ top }) => (top[0] && top[0].count >= count / 2 && /[^\W_]{3}/.test(top[0].value) && !/^\W*\[\w+\]\W*$/.test(top[0].value) ? [top[0]] : []))
    .toSorted((a, b) => a.count - b.count)[0]
  return best ? ` ${best.count === count ? 'All' : grouped(best.count)} of them with ${quoted(best.value)}.` : ''
}

const traceOf = ({ trace }: TemplateStatistics): string => {
  const [, second] = trace?.text.split('\n') ?? []
  return trace && second ? ` Line ${grouped(trace.line)} goes on with ${quoted(second)}.` : ''
}
