import type { EvalCase } from '../../domain/eval-suite.ts'
import type { CheckName } from '../run/metric-names.ts'
import type { Check, Checked } from './check.ts'
import { citationPrecision, citationRecall, quotesExact, sourceHit } from './citations.ts'
import { correct } from './correct.ts'
import { abstentionRight, answered, declinedRightly } from './declining.ts'
import { namesAgree, numbersAgree } from './facts.ts'
import { recordsCited } from './records.ts'
import { format } from './format.ts'
import { supportedShare } from './sentences.ts'
import { carried, exactMatch, tokenF1 } from './short-answers.ts'
import { contains, excludes } from './texts.ts'

const checks: Readonly<Record<CheckName, Check>> = {
  correct,
  answered,
  declined_rightly: declinedRightly,
  abstention_right: abstentionRight,
  exact_match: exactMatch,
  token_f1: tokenF1,
  contains,
  excludes,
  citation_recall: citationRecall,
  citation_precision: citationPrecision,
  source_hit: sourceHit,
  records_cited: recordsCited,
  quotes_exact: quotesExact,
  numbers_agree: numbersAgree,
  names_agree: namesAgree,
  supported_share: supportedShare,
  format,
}

export type Scores = Readonly<Record<string, number | null>>

/** All checks of one answer, and what they found wrong, each thing told once. */
export const checkAnswer = (it: Checked): { scores: Scores; faults: readonly string[] } => {
  const found = Object.entries(checks).map(([name, check]) => ({ name, ...check(it) }))
  const faults = [...found.flatMap((finding) => finding.faults), ...carried(it).faults, ...uncited(it)]
  return { scores: Object.fromEntries(found.map(({ name, score }) => [name, score])), faults: [...new Set(faults)] }
}

const uncited = ({ answer }: Checked): string[] =>
  !answer.abstained && answer.citations.length === 0 && answer.text !== '' ? ['The answer cites nothing.'] : []

/** Of a question that got no answer at all: everything that was wanted of it is missing. */
export const failedScores = (it: EvalCase): Scores => {
  const asked = {
    exact_match: it.answers,
    token_f1: it.answers,
    contains: it.contains,
    citation_recall: it.quotes,
    source_hit: it.sources,
    records_cited: it.records ?? [],
  }
  const hasBasis = it.mustAbstain || it.responseSchema !== null || Object.values(asked).some(({ length }) => length > 0)
  return {
    ...Object.fromEntries(Object.keys(checks).map((name) => [name, null])),
    ...Object.fromEntries(Object.entries(asked).flatMap(([name, wanted]) => (wanted.length > 0 ? [[name, 0]] : []))),
    ...(it.mustAbstain ? { declined_rightly: 0 } : { answered: 0 }),
    ...(it.responseSchema !== null && { format: 0 }),
    ...(hasBasis && { correct: 0 }),
    abstention_right: 0,
  }
}
