import type { Verdict } from '../domain/answer.ts'
import type { Passage, Span } from '../domain/document.ts'
import { plainView } from '../base/plain-view.ts'
import { differences, exchangedWords, type Difference } from './alignment.ts'
import { factsOf, joinFacts, type Facts } from './facts.ts'
import { featuresOf, type Features, type Weigh } from './features.ts'
import { readPassage, type ReadPassage, type ReadSentence } from './reading.ts'
import { scoreOf, thresholds } from './score.ts'
import { substitution } from './substitution.ts'
import { vetoesOf, type Veto } from './vetoes.ts'

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
  const best = bestCandidate(sentence, passages)
  if (!best) return { verdict: 'unsupported', score: 0, reasons: ['no passage speaks of it'], spans: [] }
  const verdict = verdictOf(best)
  const score = best.vetoes.length > 0 ? Math.min(best.score, thresholds.partly) : best.score
  return { verdict, score, reasons: verdict === 'supported' ? [] : reasonsOf(best), spans: verdict === 'unsupported' ? [] : [best.support] }
}

/** The run of sentences that says most nearly the same; null when nothing has a word of it, titles aside. Training looks at its features. */
export const bestCandidate = (written: string, passages: readonly Passage[]): Candidate | null => {
  const sentence = written.replace(attribution, '')
  const readings = passages.map(readPassage)
  const language = passages[0]?.language ?? 'en'
  const claim = factsOf(plainView(sentence).text, sentence, language, (stem) => readings.some((reading) => reading.smallWords.has(stem)))
  const content = claim.tokens.filter((token) => token.content)
  if (content.length === 0) return null
  const weigh = weights(readings)
  const candidates = readings
    .filter(({ context }) => !content.every((token) => context.has(token.stem)))
    .flatMap((reading) => candidatesOf(claim, reading, weigh))
  return candidates.reduce<Candidate | null>((best, one) => (best && rankOf(best) >= rankOf(one) ? best : one), null)
}

// Says where it comes from, which is not what it says.
const attribution =
  /^\s*(?:according to|based on|as (?:stated|mentioned|described) in)\b[^,.]{0,60}\b(?:passages?|documents?|documentation|text|context|sources?)\b[^,.]{0,20},\s*|^\s*(?:the|this) (?:passage|document|text|source)s? (?:states?|says?|mentions?) that\s+/i

export interface Candidate {
  readonly support: Support
  readonly features: Features
  readonly score: number
  readonly vetoes: readonly Veto[]
  readonly sentences: number
  readonly missing: readonly string[]
}

const verdictOf = ({ score, vetoes }: Candidate): Verdict => {
  if (vetoes.length > 0) return 'unsupported'
  return score >= thresholds.supported ? 'supported' : score >= thresholds.partly ? 'partly' : 'unsupported'
}

const reasonsOf = ({ vetoes, missing }: Candidate): string[] =>
  vetoes.length > 0
    ? vetoes.map((veto) => veto.reason)
    : [missing.length > 0 ? `not in the source: ${missing.slice(0, 6).join(', ')}` : 'the words stand there, but not together']

/** What passes before what is vetoed; among the vetoed the one that speaks most of it, for the sake of the reasons. */
const rankOf = ({ score, vetoes, sentences, features }: Candidate): number => (vetoes.length > 0 ? features.coverage - 2 : score) - 0.02 * sentences

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
  const sentences = reading.sentences.filter(({ sentence }) => sentence.kind !== 'heading')
  const shared = sentences.map(({ tokens }) => sharedWeight(tokens, stems, weigh))
  const best = shared
    .map((weight, index) => ({ weight, index }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, mostCompared)
  const windows = new Map<string, readonly ReadSentence[]>()
  for (const { index } of best) {
    for (let size = 1; size <= mostNeighbours; size++) {
      for (let from = Math.max(0, index - size + 1); from <= index && from + size <= sentences.length; from++) {
        const window = sentences.slice(from, from + size)
        if (isOneFlow(window, reading)) windows.set(`${from} ${size}`, window)
      }
    }
  }
  return [...windows.values()].map((window) => compare(claim, window, reading, weigh))
}

/** No heading in between, and code does not run on into prose. */
const isOneFlow = (window: readonly ReadSentence[], { sentences }: ReadPassage): boolean =>
  window.length === 1 ||
  (sentences.indexOf(window.at(-1)!) - sentences.indexOf(window[0]!) === window.length - 1 &&
    window.every(({ sentence }) => (sentence.kind === 'code') === (window[0]!.sentence.kind === 'code')))

const sharedWeight = (tokens: ReadSentence['tokens'], stems: ReadonlySet<string>, weigh: Weigh): number =>
  [...new Set(tokens.map((token) => token.stem))].reduce((total, stem) => total + (stems.has(stem) ? weigh(stem) : 0), 0)

const compare = (claim: Facts, window: readonly ReadSentence[], reading: ReadPassage, weigh: Weigh): Candidate => {
  const span = joinFacts(window)
  const alike = nearlyAlike(claim, window)
  const exchanges = alike.reduce((most, { sentence, found }) => Math.max(most, exchangedWords(claim.tokens, sentence.tokens, found)), 0)
  const features = featuresOf(claim.tokens, span.tokens, reading.context, weigh, exchanges)
  const stems = new Set(span.tokens.map((token) => token.stem))
  return {
    support: { passage: reading.passage, start: window[0]!.sentence.bodyStart, end: window.at(-1)!.sentence.end },
    features,
    score: scoreOf(features),
    vetoes: [...vetoesOf(claim, span, reading.context), ...exchangesOf(claim, alike), ...borrowedNames(claim, window, reading)],
    sentences: window.length,
    missing: claim.tokens.filter((token) => token.content && !stems.has(token.stem)).map((token) => token.raw),
  }
}

// Only sentences that hold this much of what the window holds of the claim can have something exchanged.
const nearlySame = 0.4

const nearlyAlike = (claim: Facts, window: readonly ReadSentence[]): { sentence: ReadSentence; found: Difference[] }[] => {
  const wanted = new Set(claim.tokens.filter((token) => token.content).map((token) => token.stem))
  const counts = window.map(({ tokens }) => new Set(tokens.map((token) => token.stem).filter((stem) => wanted.has(stem))).size)
  const together = new Set(window.flatMap(({ tokens }) => tokens.map((token) => token.stem).filter((stem) => wanted.has(stem)))).size
  return window
    .filter((_, index) => counts[index]! >= nearlySame * together)
    .map((sentence) => ({ sentence, found: differences(claim.tokens, sentence.tokens) }))
}

const exchangesOf = (claim: Facts, alike: ReturnType<typeof nearlyAlike>): Veto[] =>
  alike.flatMap(({ sentence, found }) => {
    const reason = substitution(claim, sentence, found)
    return reason ? [{ kind: 'exchange', reason } as const] : []
  })

/** "He" and "the group" mean what was named before them. A name that only stands in a later sentence, which has nothing else of the claim, is not what they mean. */
const borrowedNames = (claim: Facts, window: readonly ReadSentence[], { context }: ReadPassage): Veto[] => {
  if (window.length === 1) return []
  const wanted = new Set(claim.tokens.filter((token) => token.content).map((token) => token.stem))
  const names = new Set(claim.names.map((token) => token.stem))
  const held = window.map(({ tokens }) => new Set(tokens.map((token) => token.stem).filter((stem) => wanted.has(stem))))
  return claim.names.flatMap((name) => {
    const holders = held.flatMap((stems, index) => (stems.has(name.stem) ? [index] : []))
    if (context.has(name.stem) || holders.length === 0) return []
    const earlier = held.slice(0, holders[0]).flatMap((stems) => [...stems])
    const isOnlyLater =
      earlier.length >= wanted.size / 2 && holders.every((index) => [...held[index]!].every((stem) => names.has(stem) || earlier.includes(stem)))
    return isOnlyLater ? [{ kind: 'name', reason: `name ${name.raw} stands there in another sentence` } as const] : []
  })
}
