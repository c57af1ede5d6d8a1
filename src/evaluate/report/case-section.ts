import type { CaseRow } from '../../domain/eval-run.ts'
import type { Detail } from './answer-view.ts'
import { stateOf, type CaseState } from './case-state.ts'
import { caseView, type CaseGroup } from './case-view.ts'
import { counted, grouped } from './figures.ts'
import { filterForm } from './filter.ts'
import { html, type Markup } from './markup.ts'
import type { ReportInput } from './report-input.ts'

/** What is written of a case, until all cases together have come to so many characters. Browsers open the whole in a second or two. */
const until: readonly { readonly characters: number; readonly detail: Detail }[] = [
  { characters: 8_000_000, detail: 'passages' },
  { characters: 12_000_000, detail: 'answer' },
  { characters: Infinity, detail: 'figures' },
]

/** Every case can be opened; those with something wrong come first, and are the last to be shortened. */
export const casesSection = ({ report, rows, words, expected }: ReportInput): Markup => {
  const groups = groupsOf(rows)
  const hasNames = report.variants.length > 1 || report.repeat > 1
  const shortened: Record<Detail, number> = { passages: 0, answer: 0, figures: 0 }
  let written = 0
  const cases = groups.map((group) => {
    const { detail } = until.find(({ characters }) => written < characters)!
    const drawn = caseView(group, words, { expected: expected.get(group.id), hasNames, repeat: report.repeat, detail })
    shortened[detail] += 1
    written += drawn.markup.length
    return drawn
  })
  return html`<section id="cases">
    <h2>Cases</h2>
    <p class="note">${tally(groups)}${leftOut(shortened)}</p>
    ${filterForm(
      report.variants.map(({ name }) => name),
      [...new Set(rows.flatMap(({ tags }) => tags))].sort(),
    )}
    <p id="none" class="note" hidden>No case is like that.</p>
    ${cases}
  </section>`
}

const severity: Readonly<Record<CaseState, number>> = { error: 0, fault: 1, good: 2 }

const groupsOf = (rows: readonly CaseRow[]): CaseGroup[] =>
  [...Map.groupBy(rows, ({ caseId }) => caseId)]
    .map(([id, own]) => ({ id, rows: own, state: own.map(stateOf).reduce((worst, state) => (severity[state] < severity[worst] ? state : worst)) }))
    .sort((a, b) => severity[a.state] - severity[b.state])

const tally = (groups: readonly CaseGroup[]): string => {
  const count = (state: CaseState): string => grouped(groups.filter((group) => group.state === state).length)
  return `${counted(groups.length, 'case')}: ${count('good')} good, ${count('fault')} with a fault, ${count('error')} without an answer.`
}

const leftOut = ({ answer, figures }: Readonly<Record<Detail, number>>): string =>
  answer + figures === 0
    ? ''
    : ` To keep this file small, the passages of ${counted(answer + figures, 'case')} are left out${figures > 0 ? `, and of ${grouped(figures)} of these the answers too` : ''}; "answerable traces get TRACE" tells them.`
