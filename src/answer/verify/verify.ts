import type { Verdict } from '../../domain/answer.ts'
import type { Passage } from '../../domain/document.ts'
import { plainView } from '../../base/plain-view.ts'
import type { Candidate, Support } from './compare.ts'
import { factsOf } from '../reading/facts.ts'
import { readPassage } from '../reading/reading.ts'
import { candidatesOf, rarity } from './runs.ts'
import { thresholds } from './score.ts'

export interface Verification {
  readonly verdict: Verdict
  /** 0…1. */
  readonly score: number
  /** In words, what is missing or contradicted. Empty when supported. */
  readonly reasons: readonly string[]
  /** Best first; empty when unsupported. */
  readonly spans: readonly Support[]
}

/**
 * Does a sentence rest on the passages? Compares it with every run of one to three neighbouring sentences: a number, date, name,
 * identifier or negation that the run does not hold is a veto, else words, pairs, runs and order make a score. No model, milliseconds.
 * Passages earlier in the list win ties, so the cited one goes first.
 */
export const verifySentence = (sentence: string, passages: readonly Passage[]): Verification => {
  const best = bestCandidate(sentence, passages)
  if (!best) return { verdict: 'unsupported', score: 0, reasons: ['no passage speaks of it'], spans: [] }
  const verdict = verdictOf(best)
  return { verdict, score: gradedScore(best), reasons: verdict === 'supported' ? [] : reasonsOf(best), spans: verdict === 'unsupported' ? [] : [best.support] }
}

/** The run of sentences that says most nearly the same; null when nothing has a word of it, titles aside. Training looks at its features. */
export const bestCandidate = (written: string, passages: readonly Passage[]): Candidate | null => {
  const sentence = written.replace(attribution, '')
  const readings = passages.map(readPassage)
  const language = passages[0]?.language ?? 'en'
  const claim = factsOf(plainView(sentence).text, sentence, language, (stem) => readings.some((reading) => reading.smallWords.has(stem)))
  const content = claim.tokens.filter((token) => token.content)
  if (content.length === 0) return null
  const weigh = rarity(readings)
  const candidates = readings
    .filter(({ context }) => !content.every((token) => context.has(token.stem)))
    .flatMap((reading) => candidatesOf(claim, reading, weigh))
  return candidates.reduce<Candidate | null>((best, one) => (best && rankOf(best) >= rankOf(one) ? best : one), null)
}

// Says where it comes from, which is not what it says.
const attribution =
  /^\s*(?:according to|based on|as (?:stated|mentioned|described) in)\b[^,.]{0,60}\b(?:passages?|documents?|documentation|text|context|sources?)\b[^,.]{0,20},\s*|^\s*(?:the|this) (?:passage|document|text|source)s? (?:states?|says?|mentions?) that\s+/i

const verdictOf = ({ score, vetoes }: Candidate): Verdict => {
  if (vetoes.length > 0) return 'unsupported'
  return score >= thresholds.supported ? 'supported' : score >= thresholds.partly ? 'partly' : 'unsupported'
}

/** What is vetoed stays below what is partly supported, and the lower the less it shares and the more it has against it: so scores put sentences in order. */
const gradedScore = ({ score, vetoes }: Candidate): number => (vetoes.length > 0 ? (thresholds.partly * score) / vetoes.length : score)

const reasonsOf = ({ vetoes, missing }: Candidate): string[] =>
  vetoes.length > 0
    ? vetoes.map((veto) => veto.reason)
    : [missing.length > 0 ? `not in the source: ${missing.slice(0, 6).join(', ')}` : 'the words stand there, but not together']

/** What passes before what is vetoed; among the vetoed the one that speaks most of it, for the sake of the reasons. */
const rankOf = ({ score, vetoes, sentences, features }: Candidate): number => (vetoes.length > 0 ? features.coverage - 2 : score) - 0.02 * sentences
