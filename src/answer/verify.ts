import type { Verdict } from '../domain/answer.ts'
import type { Passage, Span } from '../domain/document.ts'
import { plainView } from '../base/plain-view.ts'
import { featuresOf, type Weigh } from './features.ts'
import { readPassage, type ReadPassage, type ReadSentence } from './reading.ts'
import { scoreOf, thresholds } from './score.ts'
import { factsOf, vetoesOf, type Facts, type Veto } from './vetoes.ts'

/** Where in a passage a sentence rests: `passage.text.slice(start, end)`, whole sentences. */
export interface Support extends Span {
  readonly passage: Passage
}

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
  const readings = passages.map(readPassage)
  const language = passages[0]?.language ?? 'en'
  const claim = factsOf(plainView(sentence).text, sentence, language, (stem) => readings.some((reading) => reading.smallWords.has(stem)))
  if (!claim.tokens.some((token) => token.content)) return nothing('it says nothing that could be checked')
  const weigh = weights(readings)
  const candidates = readings.flatMap((reading) => candidatesOf(claim, reading, weigh)).sort((one, other) => rankOf(other) - rankOf(one))
  const best = candidates[0]
  if (!best) return nothing('no passage speaks of it')
  const verdict = verdictOf(best)
  const reasons = verdict === 'supported' ? [] : reasonsOf(best)
  return {
    verdict,
    score: best.vetoes.length > 0 ? Math.min(best.score, thresholds.partly) : best.score,
    reasons,
    spans: verdict === 'unsupported' ? [] : [best.support],
  }
}

interface Candidate {
  readonly support: Support
  readonly score: number
  readonly vetoes: readonly Veto[]
  readonly sentences: number
  readonly missing: readonly string[]
}

const nothing = (reason: string): Verification => ({ verdict: 'unsupported', score: 0, reasons: [reason], spans: [] })

/** A missing name that title or text around may well supply leaves a doubt; every other veto is a contradiction. */
const verdictOf = ({ score, vetoes }: Candidate): Verdict => {
  if (vetoes.length > 0) return 'unsupported'
  return score >= thresholds.supported ? 'supported' : score >= thresholds.partly ? 'partly' : 'unsupported'
}

const reasonsOf = ({ vetoes, missing }: Candidate): string[] =>
  vetoes.length > 0
    ? vetoes.map((veto) => veto.reason)
    : [missing.length > 0 ? `not in the source: ${missing.slice(0, 6).join(', ')}` : 'the words stand there, but not together']

const rankOf = ({ score, vetoes, sentences }: Candidate): number => score - vetoes.length - 0.02 * sentences

/** Rare words of the passages weigh more: log((n + 1) / (sentences with it + 0.5)), at least a little. */
const weights = (readings: readonly ReadPassage[]): Weigh => {
  const counts = new Map<string, number>()
  let total = 0
  for (const reading of readings) {
    for (const { tokens } of reading.sentences) {
      total++
      for (const stem of new Set(tokens.map((token) => token.stem))) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    }
  }
  return (stem) => Math.max(0.3, Math.log((total + 1) / ((counts.get(stem) ?? 0) + 0.5)))
}

const mostNeighbours = 3
// Full features cost more than counting shared words; the right run was never below this place.
const mostCompared = 4

const candidatesOf = (claim: Facts, reading: ReadPassage, weigh: Weigh): Candidate[] => {
  const stems = new Set(claim.tokens.filter((token) => token.content).map((token) => token.stem))
  const shared = reading.sentences.map(({ tokens }) => sharedWeight(tokens, stems, weigh))
  const best = shared
    .map((weight, index) => ({ weight, index }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, mostCompared)
  const windows = new Map<string, readonly ReadSentence[]>()
  for (const { index } of best) {
    for (let size = 1; size <= mostNeighbours; size++) {
      for (let from = Math.max(0, index - size + 1); from <= index && from + size <= reading.sentences.length; from++) {
        windows.set(`${from} ${size}`, reading.sentences.slice(from, from + size))
      }
    }
  }
  return [...windows.values()].map((window) => compare(claim, window, reading, weigh))
}

const sharedWeight = (tokens: ReadSentence['tokens'], stems: ReadonlySet<string>, weigh: Weigh): number =>
  [...new Set(tokens.map((token) => token.stem))].reduce((total, stem) => total + (stems.has(stem) ? weigh(stem) : 0), 0)

const compare = (claim: Facts, window: readonly ReadSentence[], reading: ReadPassage, weigh: Weigh): Candidate => {
  const plain = window.map((one) => one.plain).join('\n')
  const span = factsOf(plain, window.map((one) => one.raw).join('\n'), reading.passage.language)
  const stems = new Set(span.tokens.map((token) => token.stem))
  return {
    support: { passage: reading.passage, start: window[0]!.sentence.bodyStart, end: window.at(-1)!.sentence.end },
    score: scoreOf(featuresOf(claim.tokens, span.tokens, weigh)),
    vetoes: vetoesOf(claim, span, reading.context),
    sentences: window.length,
    missing: claim.tokens.filter((token) => token.content && !stems.has(token.stem)).map((token) => token.raw),
  }
}
