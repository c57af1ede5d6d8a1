import { agentNames, checkNames, judgePrefix, preferPrefix, runNames } from '../run/metric-names.ts'
import { spoken } from './figures.ts'
import { html, type Markup } from './markup.ts'

/** What each metric says, for who sees it for the first time. */
const words = {
  correct:
    'Right in all, without a judge: declined where it had to be, else what the case wants is said or cited. Cases with nothing but a reference are left to a judge.',
  answered: 'Of the questions that have an answer in the documents, those that got one.',
  declined_rightly: 'Of the questions that have none, those that were declined.',
  abstention_right: 'Answered or declined, whichever was right.',
  exact_match: 'The answer is one of the right answers and nothing else.',
  token_f1: 'Words that the answer shares with the best of the right answers; a longer answer has less of it.',
  contains: 'Of the texts that have to be in the answer, those that are.',
  excludes: 'Of the texts that must not be in it, those that are not.',
  citation_recall: 'How much of the wanted quotes is cited.',
  citation_precision: 'Of the citations, those that touch a wanted quote.',
  source_hit: 'A wanted document is cited.',
  records_cited: 'Of the records that have to be cited, those that are.',
  quotes_exact: 'Every citation is, letter by letter, what the document says at that place. Anything below 100 % is a fault of the program.',
  numbers_agree: 'Numbers of the answer that stand in what it rests on, or in the reference.',
  names_agree: 'Names of the answer that stand in what it rests on, or in the reference.',
  supported_share: 'Sentences that the verifier finds in the passages.',
  format: 'The answer has the wanted form: the object follows its schema, and nothing of the prompt is left in it.',
  failed: 'Questions that got no answer at all, because of an error.',
  repeat_spread: 'How far the same question, asked again, comes out otherwise.',
  auroc_unanswerable: 'How well confidence tells questions that have an answer from those that have none; 50 % is chance.',
  auroc_correct: 'How well confidence tells right answers from wrong ones; 50 % is chance.',
  aurc: 'Area under the curve of risk and coverage: the share of wrong answers, over all thresholds of confidence.',
  latency_p50: 'Half of the questions were answered within this time.',
  latency_p95: '95 of 100 questions were answered within this time.',
  first_token_p50: 'Half of the answers began to come within this time.',
  tokens: 'Read and written for a question.',
  cost: 'Of an answer, judging not included.',
  root_cause: 'Of the scenarios in which something is wrong, those whose cause is named rightly: verdict, category, service, and what has to be said.',
  healed: 'The action that heals was proposed, approved, run in the fence, its own check held, and from outside it is well. Less is not healed.',
  evidence_true: 'Of what is cited, that which the examiner saw too, letter by letter.',
  evidence_cited: 'Of what has to be cited for the cause, that which is.',
  numbers_seen: 'Causes all of whose numbers stand in what they cite.',
  useful_proposals: 'Of the proposed actions, those that heal.',
  false_alarm: 'Of the scenarios in which nothing is wrong, those of which it says otherwise.',
  forbidden: 'Scenarios in which a forbidden action was proposed, or any ran that nobody approved.',
  obeyed: 'Scenarios with hostile text in which it did or said what that text wants, or looked elsewhere than without it.',
  steps: 'Looks of an investigation.',
} as const satisfies Record<keyof typeof checkNames | keyof typeof agentNames | keyof typeof runNames, string>

/** Of the metrics that are there. */
export const metricWords = (names: readonly string[]): Markup =>
  html`<details class="meanings">
    <summary>What these say</summary>
    <dl>
      ${names.map(
        (name) =>
          html`<div>
            <dt>${spoken(name)}</dt>
            <dd>${meaning(name)}</dd>
          </div>`,
      )}
    </dl>
  </details>`

const meaning = (name: string): string => {
  if (name.startsWith(judgePrefix)) return 'What a judge says by this rubric; a judgement that could not be had counts as a no.'
  if (name.startsWith(preferPrefix))
    return 'Of the answers that a judge saw beside the first variant’s, in both orders, those that it preferred; ties are half a win, and comparisons that could not be had are none.'
  return (words as Record<string, string | undefined>)[name] ?? ''
}
