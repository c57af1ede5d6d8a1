import type { CaseRow } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { answerView, type Detail } from './answer-view.ts'
import { allFaults, stateOf, type CaseState } from './case-state.ts'
import { expectedView } from './expected-view.ts'
import { counted } from './figures.ts'
import { clipped, html, type Markup } from './markup.ts'
import type { CaseWords } from './report-input.ts'

const mostQuestion = 300

export interface CaseGroup {
  readonly id: string
  /** Of every variant and repetition; at least one. */
  readonly rows: readonly CaseRow[]
  /** Of the worst of them. */
  readonly state: CaseState
}

export interface CaseViewOptions {
  readonly expected: EvalCase | undefined
  /** More than one answer to it has to be told apart. */
  readonly hasNames: boolean
  readonly repeat: number
  readonly detail: Detail
}

/** A line that opens to everything that is known of a case. */
export const caseView = (
  { id, rows, state }: CaseGroup,
  words: ReadonlyMap<string, CaseWords>,
  { expected, hasNames, repeat, detail }: CaseViewOptions,
): Markup => {
  const wordsOf = (row: CaseRow): CaseWords | undefined => (row.traceId === null ? undefined : words.get(row.traceId))
  const question = expected?.question ?? rows.map(wordsOf).find((it) => it)?.question
  const nameOf = (row: CaseRow): string => (hasNames ? `${row.variant}${repeat > 1 ? `, ${row.repeat + 1} of ${repeat}` : ''}` : '')
  const [{ tags, origin }] = rows as [CaseRow]
  return html`<details class="case" id="${`case-${id}`}" data-tags="${JSON.stringify(tags)}">
    <summary>
      <span class="state ${state}">${stateWords(rows, state)}</span>
      <span class="asked" dir="auto">${question === undefined ? id : clipped(question, mostQuestion)}</span>
      <span class="tags"><code>${id}</code> ${[origin !== 'people' && origin, ...tags].filter(Boolean).join(' · ')}</span>
    </summary>
    <div class="opened">
      ${question !== undefined && question.length > mostQuestion && html`<p dir="auto"><span class="kept">${question}</span></p>`}
      ${expected && expectedView(expected)} ${rows.map((row) => answerView(row, wordsOf(row), nameOf(row), detail))}
    </div>
  </details>`
}

const stateWords = (rows: readonly CaseRow[], state: CaseState): string => {
  if (state === 'good') return rows.every(({ outcome }) => outcome === 'abstained') ? 'declined' : 'good'
  const concerned = rows.filter((row) => stateOf(row) === state)
  const what = state === 'error' ? 'no answer' : counted(Math.max(...concerned.map((row) => allFaults(row).length)), 'fault')
  return rows.length > 1 ? `${what}, ${concerned.length} of ${rows.length}` : what
}
