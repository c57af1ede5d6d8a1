import type { CaseRow } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { answerView } from './answer-view.ts'
import { allFaults, stateOf, type CaseState } from './case-state.ts'
import { counted, grouped } from './figures.ts'
import { clipped, html, type Content, type Markup } from './markup.ts'
import type { CaseWords, ReportInput } from './report-input.ts'

/** Passages are written until the cases have come to so many characters: a file of that size still opens at once. */
export const mostCaseCharacters = 24_000_000

const mostQuestion = 300
const severity: Readonly<Record<CaseState, number>> = { error: 0, fault: 1, good: 2 }

interface CaseGroup {
  readonly id: string
  readonly rows: readonly CaseRow[]
  readonly state: CaseState
}

/** Every case can be opened; those with something wrong come first. */
export const casesSection = ({ report, rows, words, expected }: ReportInput): Markup => {
  const groups = groupsOf(rows)
  const hasNames = report.variants.length > 1 || report.repeat > 1
  let written = 0
  let withoutPassages = 0
  const cases = groups.map((group) => {
    const hasPassages = written < mostCaseCharacters
    if (!hasPassages) withoutPassages += 1
    const drawn = caseView(group, words, expected.get(group.id), { hasNames, repeat: report.repeat, hasPassages })
    written += drawn.markup.length
    return drawn
  })
  const count = (state: CaseState): number => groups.filter((group) => group.state === state).length
  return html`<section id="cases">
    <h2>Cases</h2>
    <p class="note">
      ${counted(groups.length, 'case')}: ${grouped(count('good'))} good, ${grouped(count('fault'))} with a fault, ${grouped(count('error'))} without an
      answer.${withoutPassages > 0 && ` The passages of ${counted(withoutPassages, 'case')} are left out, or this file would be too large; "answerable traces get TRACE" shows where they stand.`}
    </p>
    ${filterForm(
      report.variants.map(({ name }) => name),
      [...new Set(rows.flatMap(({ tags }) => tags))].sort(),
    )}
    <p id="none" class="note" hidden>No case is like that.</p>
    ${cases}
  </section>`
}

const groupsOf = (rows: readonly CaseRow[]): CaseGroup[] =>
  [...Map.groupBy(rows, ({ caseId }) => caseId)]
    .map(([id, own]) => ({ id, rows: own, state: own.map(stateOf).reduce((worst, state) => (severity[state] < severity[worst] ? state : worst)) }))
    .sort((a, b) => severity[a.state] - severity[b.state])

interface CaseViewOptions {
  readonly hasNames: boolean
  readonly repeat: number
  readonly hasPassages: boolean
}

const caseView = ({ id, rows, state }: CaseGroup, words: ReadonlyMap<string, CaseWords>, expected: EvalCase | undefined, options: CaseViewOptions): Markup => {
  const wordsOf = (row: CaseRow): CaseWords | undefined => (row.traceId === null ? undefined : words.get(row.traceId))
  const question = expected?.question ?? rows.map(wordsOf).find((it) => it)?.question
  const nameOf = (row: CaseRow): string => (options.hasNames ? `${row.variant}${options.repeat > 1 ? `, ${row.repeat + 1} of ${options.repeat}` : ''}` : '')
  const [{ tags, origin }] = rows as [CaseRow]
  return html`<details class="case" id="${`case-${id}`}" data-tags="${JSON.stringify(tags)}">
    <summary>
      <span class="state ${state}">${stateWords(rows, state)}</span>
      <span class="asked" dir="auto">${question === undefined ? id : clipped(question, mostQuestion)}</span>
      <span class="tags"><code>${id}</code>${origin !== 'people' && ` ${origin}`}${tags.map((tag) => ` ${tag}`).join(' ·')}</span>
    </summary>
    <div class="opened">
      ${question !== undefined && question.length > mostQuestion && html`<p dir="auto"><span class="kept">${question}</span></p>`}${expected && expectation(expected)}${rows.map((row) => answerView(row, wordsOf(row), { name: nameOf(row), hasPassages: options.hasPassages }))}
    </div>
  </details>`
}

const stateWords = (rows: readonly CaseRow[], state: CaseState): string => {
  if (state === 'good') return rows.every(({ outcome }) => outcome === 'abstained') ? 'declined' : 'good'
  const concerned = rows.filter((row) => stateOf(row) === state)
  const what = state === 'error' ? 'no answer' : counted(Math.max(...concerned.map((row) => allFaults(row).length)), 'fault')
  return rows.length > 1 ? `${what}, ${concerned.length} of ${rows.length}` : what
}

const expectation = (it: EvalCase): Content => {
  const wanted: [string, Content][] = [
    ['Good answer', it.reference],
    ['Right answers', it.answers.join(' · ')],
    [
      'Has to rest on',
      it.quotes.map(
        ({ source, text }) => html`<span class="line">${source !== null && html`<b>${source}</b> `}<q dir="auto">${clipped(text, 1000)}</q></span>`,
      ),
    ],
    ['Has to cite one of', it.sources.join(' · ')],
    ['Has to say', it.contains.join(' · ')],
    ['Must not say', it.excludes.join(' · ')],
    ['Right is', it.mustAbstain && 'to decline'],
  ]
  const told = wanted.filter(([, content]) => content !== null && content !== false && content !== '' && !(Array.isArray(content) && content.length === 0))
  return [
    it.history.length > 0 &&
      html`<ol class="history">
        ${it.history.map(({ role, content }) => html`<li><b>${role}</b> <span dir="auto">${clipped(content, 1000)}</span></li>`)}
      </ol>`,
    told.length > 0 &&
      html`<dl class="expected">
        ${told.map(
          ([name, content]) =>
            html`<div>
              <dt>${name}</dt>
              <dd dir="auto">${content}</dd>
            </div>`,
        )}
      </dl>`,
  ]
}

/** Shown by the script that it needs; without it every case is there, those with faults first. */
const filterForm = (variants: readonly string[], tags: readonly string[]): Markup =>
  html`<form id="filter" hidden>
    <label
      >Show
      <select name="state">
        <option value="">all</option>
        <option value="wrong">with something wrong</option>
        <option value="fault">with a fault</option>
        <option value="error">without an answer</option>
        <option value="abstained">declined</option>
        <option value="good">good</option>
      </select></label
    >
    ${
      tags.length > 0 &&
      html`<label
        >Tag
        <select name="tag">
          <option value="">any</option>
          ${tags.map((tag) => html`<option>${tag}</option>`)}
        </select></label
      >`
    }
    ${
      variants.length > 1 &&
      html`<label
        >Variant
        <select name="variant">
          <option value="">any</option>
          ${variants.map((name) => html`<option>${name}</option>`)}
        </select></label
      >`
    }
    <label>Words <input type="search" name="words" /></label>
    <output></output>
  </form>`
