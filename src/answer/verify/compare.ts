import type { Passage, Span } from '../../domain/document.ts'
import { differences, exchangedWords, type Difference } from './alignment.ts'
import { joinFacts, type Facts } from '../reading/facts.ts'
import { featuresOf, type Features, type Weigh } from './features.ts'
import type { ReadPassage, ReadSentence } from '../reading/reading.ts'
import { scoreOf } from './score.ts'
import { substitution } from './substitution.ts'
import { vetoesOf, type Veto } from './vetoes.ts'

/** Where in a passage a sentence rests: `passage.text.slice(start, end)`, whole sentences. */
export interface Support extends Span {
  readonly passage: Passage
}

/** A run of sentences, and how it bears on a claim. */
export interface Candidate {
  readonly support: Support
  readonly features: Features
  readonly score: number
  readonly vetoes: readonly Veto[]
  readonly sentences: number
  readonly missing: readonly string[]
}

/** Everything that is known of a claim beside one run of a passage's sentences. */
export const compare = (claim: Facts, window: readonly ReadSentence[], reading: ReadPassage, weigh: Weigh): Candidate => {
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
