/** Sheets and what people said of their answers, for people. */
import type { z } from 'zod'
import type { labelAnswers } from '../../../operations/evaluation/label.ts'
import { counted } from './counted.ts'

type Output = z.output<typeof labelAnswers.output>
type Sheet = NonNullable<Output['sheets']>[number]
type Results = NonNullable<Output['results']>
type Estimate = Results['variants'][number]['accuracy']

export const labelLines = ({ made, sheets, results, exported }: Output): string => {
  if (made) return madeLines(made)
  if (sheets)
    return sheets.length === 0
      ? 'No sheets yet. Make one with "answerable eval label RUN" or "answerable eval label SUITE.yaml".\n'
      : sheets.map(sheetLine).join('')
  return [...(results ? resultLines(results) : []), ...(exported ? exportLines(exported) : []), ''].join('\n')
}

const madeLines = ({ name, answers, sheet_id, page, served }: NonNullable<Output['made']>): string =>
  [
    `Sheet "${name}": ${counted(answers, 'answer')} to rate, in another order for each person and without a word on who wrote them.`,
    `  Rate    ${page}`,
    `  Result  answerable eval label --results ${sheet_id}`,
    served
      ? 'The page is there while "answerable" is running. Send the address to everybody who is to rate and can reach it.'
      : 'Nothing serves the page yet: start "answerable serve" with the same --data. If it tells another port, that is the one.',
    '',
  ].join('\n')

const sheetLine = ({ sheet_id, name, answers, people, ratings }: Sheet): string =>
  `${sheet_id}  ${counted(answers, 'answer').padStart(12)}  ${counted(people, 'person', 'people').padStart(9)}  ${counted(ratings, 'rating').padStart(12)}  ${name}\n`

const resultLines = ({ sheet, variants, comparisons, agreement, pairs, judges, comments }: Results): string[] => [
  `Sheet "${sheet.name}": ${counted(sheet.answers, 'answer')}, ${counted(sheet.people, 'person', 'people')}, ${counted(sheet.ratings, 'rating')}`,
  ...(variants.length === 0
    ? ['  Nobody has rated anything yet.']
    : ['', `  ${'1 to 5, with 95 % interval'.padEnd(nameWidth)}  ${'accuracy'.padEnd(20)}  helpfulness`]),
  ...variants.map(
    (it) =>
      `  ${fitted(it.variant)}  ${mean(it.accuracy).padEnd(20)}  ${mean(it.helpfulness)}  (${counted(it.answers, 'answer')}, ${counted(it.ratings, 'rating')})`,
  ),
  ...comparisons.map(
    (it) =>
      `  ${it.variant} against ${it.against}, ${it.scale}: ${signed(it.difference.value)} (${signed(it.difference.low)} to ${signed(it.difference.high)}), ${it.verdict}; ${counted(it.difference.n, 'question')} can show ${it.detectable.toFixed(2)}`,
  ),
  ...(variants.length === 0
    ? []
    : ['', `  People with each other (Krippendorff's alpha)`, `    accuracy ${alpha(agreement.accuracy)}`, `    helpfulness ${alpha(agreement.helpfulness)}`]),
  ...pairs
    .slice(0, mostPairs)
    .map((it) => `    ${it.raters.join(' and ')}: ${counted(it.answers, 'answer')} in common, ${percent(it.same)} the same accuracy, alpha ${alpha(it.alpha)}`),
  ...(pairs.length > mostPairs ? [`    and ${counted(pairs.length - mostPairs, 'pair')} with fewer answers in common: --json lists them`] : []),
  ...(judges.length > 0 ? ['', '  Judges with people (pass = mean accuracy of 4 or more)'] : []),
  ...judges.map(
    (it) =>
      `    ${it.judge}, ${it.rubric}: ${percent(it.agreement.value)} of ${it.answers} the same, kappa ${it.kappa === null ? 'not defined: one side gave one label only' : interval(it.kappa)}${it.failed > 0 ? `; ${counted(it.failed, 'judgement')} failed` : ''}`,
  ),
  ...(comments.length > 0 ? ['', '  Comments'] : []),
  ...comments.map((it) => `    ${it.case_id}, ${it.variant}, ${it.rater}: ${it.comment.replace(/\s+/g, ' ')}`),
]

const exportLines = ({ file, written, declined, gone, without_reference }: NonNullable<Output['exported']>): string[] => [
  '',
  `${counted(written, 'labelled answer')} written to ${file}.`,
  ...(declined > 0 ? [`  ${counted(declined, 'refusal')} left out: what states nothing cannot be judged.`] : []),
  ...(gone > 0 ? [`  ${gone} left out: their words went with removed documents.`] : []),
  ...(without_reference > 0
    ? [`  ${without_reference} without a good answer beside them, which rubrics like correct.v1 need: name the suite whose cases have one.`]
    : []),
  `  Measure a judge on them: answerable eval judge ${file} --rubric grounded.v1`,
]

// The others have no alpha.
const mostPairs = 10

const nameWidth = 28
const fitted = (name: string): string => (name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}…` : name.padEnd(nameWidth))
// What never varied is no proof that it never will.
const mean = (it: Estimate): string => (it.low === it.high ? `${figure(it.value)} (all the same)` : interval(it))
const interval = ({ value, low, high }: Estimate): string => `${figure(value)} (${figure(low)} to ${figure(high)})`
const figure = (value: number): string => value.toFixed(2).replace('-', '−')
const signed = (value: number): string => `${value < 0 ? '' : '+'}${figure(value)}`
const percent = (share: number): string => `${Math.round(100 * share)} %`
const alpha = (it: Estimate | null): string =>
  it === null ? 'not known: too little was rated twice, or everything the same' : `${interval(it)}, ${counted(it.n, 'answer')}`
