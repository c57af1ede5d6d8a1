import type { Citation, SentenceVerdict } from '../../domain/answer.ts'
import type { CaseRow, ComparedAnswers } from '../../domain/eval-run.ts'
import type { Judgement } from '../../domain/judgement.ts'
import { stateOf } from './case-state.ts'
import { citedAnswer, markedPassage } from './cited-text.ts'
import { counted, figure, grouped, money, spoken } from './figures.ts'
import { clipped, html, type Content, type Markup } from './markup.ts'
import type { CaseWords, ShownPassage } from './report-input.ts'

/** So much of each is shown, and it is said when there is more. */
const mostCharacters = { answer: 6_000, quote: 600, explanation: 1_000, passage: 2_000 }

/** How much is told: all, all but the passages, or what can be told without words of the answer. */
export type Detail = 'passages' | 'answer' | 'figures'

/** One answer to a case: what was said, on what it rests, what is wrong with it. `name` tells it from others; it may be empty. */
export const answerView = (row: CaseRow, words: CaseWords | undefined, name: string, detail: Detail): Markup => {
  const state = stateOf(row)
  return html`<section class="answer ${state}" data-variant="${row.variant}" data-state="${state}" data-outcome="${row.outcome}">
    ${name && html`<h3>${name}</h3>`} ${row.failure !== null && html`<p class="failure">${row.failure}</p>`} ${faultList(row.faults)}
    ${detail !== 'figures' && said(row, words, detail === 'passages')}
    <p class="scores">${scores(row).join(' · ')}</p>
  </section>`
}

const said = (row: CaseRow, words: CaseWords | undefined, hasPassages: boolean): Content => [
  words ? answered(row, words, hasPassages) : row.outcome !== 'failed' && html`<p class="note">The words of this answer are no longer in the journal.</p>`,
  row.judgements.map(judgement),
  row.comparedAnswers?.map(comparison),
]

const faultList = (faults: readonly string[]): Content =>
  faults.length > 0 &&
  html`<ul class="faults">
    ${faults.map((fault) => html`<li>${clipped(fault, mostCharacters.explanation)}</li>`)}
  </ul>`

const answered = (row: CaseRow, words: CaseWords, hasPassages: boolean): Content => [
  words.standaloneQuestion !== null && html`<p class="note">Searched as: <q dir="auto">${words.standaloneQuestion}</q></p>`,
  html`<p class="said ${row.outcome}" dir="auto">
    <span class="kept"
      >${words.answer.length > mostCharacters.answer ? clipped(words.answer, mostCharacters.answer) : citedAnswer(words.answer, words.citations)}</span
    >
  </p>`,
  words.citations.length > 0 &&
    html`<ol class="quotes">
      ${words.citations.map(quote)}
    </ol>`,
  verdicts(words.verdicts),
  hasPassages &&
    words.passages.length > 0 &&
    html`<details class="passages">
      <summary>${counted(words.passages.length, 'passage')} given</summary>
      <ol>
        ${words.passages.map(passage)}
      </ol>
    </details>`,
]

const quote = ({ source, heading, page, quote, verdict, field }: Citation): Markup =>
  html`<li>
    ${field !== null && html`<code>${field}</code> `}<span class="where"
      ><b>${source}</b>${heading && ` › ${heading}`}${page !== null && `, page ${page}`}${verdict === 'partly' && ', supports it only in part'}</span
    >
    <q dir="auto">${clipped(quote, mostCharacters.quote)}</q>
  </li>`

const verdictWords = { supported: 'supported', partly: 'supported in part', unsupported: 'not supported' } as const

const verdicts = (sentences: readonly SentenceVerdict[]): Content =>
  sentences.length > 0 &&
  html`<details class="verdicts">
    <summary>${counted(sentences.length, 'sentence')} checked${leftOut(sentences)}</summary>
    <ol>
      ${sentences.map(
        ({ text, verdict, score, reasons }) =>
          html`<li>
            <span class="verdict ${verdict}">${verdictWords[verdict]}</span> <span class="note">${figure(score, 'number')}</span>
            <span dir="auto">${clipped(text, mostCharacters.explanation)}</span>${reasons.length > 0 && html` <span class="note">${reasons.join('; ')}</span>`}
          </li>`,
      )}
    </ol>
  </details>`

const leftOut = (sentences: readonly SentenceVerdict[]): string => {
  const unsupported = sentences.filter(({ verdict }) => verdict === 'unsupported').length
  return unsupported > 0 ? `, ${unsupported} not supported` : ''
}

const passage = (it: ShownPassage): Markup =>
  html`<li>
    <p class="where"><b>${it.source}</b>${it.heading && ` › ${it.heading}`} <span class="note">${ranks(it)}</span></p>
    ${markedPassage(it, mostCharacters.passage)}
  </li>`

const ranks = ({ ranks: { vector, words } }: ShownPassage): string =>
  [vector !== null && `${ordinal(vector)} by meaning`, words !== null && `${ordinal(words)} by words`].filter(Boolean).join(', ')

const ordinal = (rank: number): string => `${rank}${['th', 'st', 'nd', 'rd'][rank % 100 > 10 && rank % 100 < 14 ? 0 : rank % 10] ?? 'th'}`

const judgement = ({ rubric, judge, verdict, score, explanation, failure }: Judgement): Markup =>
  html`<p class="judgement">
    <span class="verdict ${verdict ?? 'failed'}">${verdict === null ? 'no judgement' : verdict === 'pass' ? 'passes' : 'fails'}</span> <b>${rubric}</b>
    <span class="note">${judge}${score !== null && `, ${figure(score, 'number')}`}</span>
    <span dir="auto">${clipped(failure ?? explanation, mostCharacters.explanation)}</span>
  </p>`

const comparison = ({ rubric, judge, against, preference, inOrder, swapped, explanation, failure }: ComparedAnswers): Markup => {
  const { state, word } = preferenceWords[preference ?? 'failed']
  return html`<p class="judgement">
    <span class="verdict ${state}">${word}</span> against ${against}, <b>${rubric}</b>
    <span class="note">${judge}${preference !== null && inOrder !== swapped && ', turned with the order'}</span>
    <span dir="auto">${clipped(failure ?? explanation, mostCharacters.explanation)}</span>
  </p>`
}

// The row's own answer is the second of the two.
const preferenceWords = {
  second: { state: 'pass', word: 'preferred' },
  tie: { state: 'no', word: 'a tie' },
  first: { state: 'fail', word: 'not preferred' },
  failed: { state: 'failed', word: 'not compared' },
} as const

const scores = (row: CaseRow): string[] =>
  [
    ...Object.entries(row.scores).map(([name, value]) => value !== null && `${spoken(name)} ${figure(value, 'number')}`),
    row.confidence !== null && `confidence ${figure(row.confidence, 'number')}`,
    figure(row.latencyMs, 'ms'),
    row.inputTokens + row.outputTokens > 0 && `${grouped(row.inputTokens)} tokens in, ${grouped(row.outputTokens)} out`,
    row.costUsd !== null && row.costUsd > 0 && money(row.costUsd),
    row.traceId !== null && `trace ${row.traceId}`,
  ].filter((it) => it !== false)
