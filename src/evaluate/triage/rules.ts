/** Why an answer stands in a group: each rule gives its reason in a sentence, or null where it does not hold. */
import type { LiveJudgement, LiveQuestion } from '../../domain/live-quality.ts'
import type { CorrectionPlace } from './correction-place.ts'
import type { TriageGroup } from './groups.ts'
import { costUsd, totalMs, type TriageLimits } from './limits.ts'

/** A question with what is known beside its row. */
export interface TriagedQuestion {
  readonly question: LiveQuestion
  /** Null: no correction was given, or none of the documents says it. */
  readonly place: CorrectionPlace | null
}

type Rule = (it: TriagedQuestion, limits: TriageLimits) => string | null

/** `unexplained` has no rule: it is what none of the others explains. */
export const rules: Readonly<Record<Exclude<TriageGroup, 'unexplained'>, Rule>> = {
  nothing_retrieved: (it) => {
    const { abstained, detail } = it.question
    if (wasRefusedWrongly(it)) return null
    if (detail.passages.length === 0) return 'The search found no passage at all.'
    const isNothing = abstained === 'nothing_relevant' || (abstained === 'not_supported' && sentencesOf(it.question).length === 0)
    return isNothing ? `Declined: none of the ${counted(detail.passages.length, 'passage')} that the search found answers it.` : null
  },

  refused_wrongly: (it) => {
    if (!wasRefusedWrongly(it)) return null
    const declined = `Declined (${it.question.abstained}), ${it.place ? `and the correction stands in ${placeName(it.place)}` : 'and the person says that was wrong'}`
    return it.place ? `${declined}${rankOf(it.question, it.place, ', which was found as number ', ', which the search did not find')}.` : `${declined}.`
  },

  wrong_passage: ({ question, place }) => {
    if (question.abstained !== null || !place || question.detail.citations.some((citation) => overlap(citation, place))) return null
    const found = rankOf(question, place, 'found as number ', `not among the ${counted(question.detail.passages.length, 'passage')} that were found`)
    return `The correction stands in ${placeName(place)}: ${found}${found.startsWith('found') ? ', and not cited' : ''}.`
  },

  unsupported: ({ question }) => {
    const { abstained, judgements } = question
    const sentences = sentencesOf(question)
    const leftOut = sentences.filter(({ verdict }) => verdict === 'unsupported').length
    const partly = sentences.filter(({ verdict }) => verdict === 'partly').length
    if (abstained === 'not_supported' && leftOut > 0)
      return `All that was written was left out (${counted(leftOut, 'sentence')}): the passages do not support it.`
    if (leftOut > 0) return `${leftOut} of ${counted(sentences.length, 'sentence')} left out: the passages do not support ${leftOut === 1 ? 'it' : 'them'}.`
    if (abstained === null && partly > 0) return `${partly} of ${counted(sentences.length, 'sentence')} supported in part only.`
    return judgedWrong(judgements.filter(isAboutGround))
  },

  judged_wrong: ({ question: { judgements } }) => judgedWrong(judgements.filter((it) => !isAboutGround(it))),

  slow: ({ question }, limits) => {
    const [took, limit] = [totalMs(question), limits.slowMs(question.model)]
    return took !== undefined && took > limit ? `It took ${seconds(took)}; more than ${seconds(limit)} is slow for ${question.model}.` : null
  },

  dear: ({ question }, limits) => {
    const [cost, limit] = [costUsd(question) ?? 0, limits.dearUsd(question.model)]
    return cost > limit ? `It cost ${dollars(cost)}; more than ${dollars(limit)} is dear for ${question.model}.` : null
  },
}

const wasRefusedWrongly = ({ question: { abstained, feedback }, place }: TriagedQuestion): boolean =>
  abstained !== null && (feedback?.rating === 'down' || place !== null)

/** Marks between sentences are none. */
const sentencesOf = ({ detail }: LiveQuestion): LiveQuestion['detail']['verdicts'] => detail.verdicts.filter(({ text }) => /\p{L}/u.test(text))

const isAboutGround = ({ rubric }: LiveJudgement): boolean => rubric.startsWith('grounded')

const judgedWrong = (judgements: readonly LiveJudgement[]): string | null => {
  const wrong = judgements.find(({ verdict }) => verdict === 'fail')
  return wrong ? `${wrong.judge} says so by ${wrong.rubric}${wrong.explanation ? `: ${firstWords(wrong.explanation)}` : '.'}` : null
}

type Place = Pick<CorrectionPlace, 'documentId' | 'start' | 'end'>
const overlap = (a: Place, b: Place): boolean => a.documentId === b.documentId && a.start < b.end && b.start < a.end

/** Where the passages hold the place, 1-based, after `found`; else `missing`. */
const rankOf = ({ detail }: LiveQuestion, place: CorrectionPlace, found: string, missing: string): string => {
  const rank = detail.passages.findIndex((passage) => overlap(passage, place)) + 1
  return rank > 0 ? `${found}${rank} of ${detail.passages.length}` : missing
}

const placeName = ({ source, heading }: CorrectionPlace): string => [source, heading].filter(Boolean).join(' › ')
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const seconds = (ms: number): string => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`)
const dollars = (usd: number): string => `$${usd.toPrecision(2)}`
const firstWords = (text: string): string => (text.length > 200 ? `${text.slice(0, 199).toWellFormed()}…` : text)
