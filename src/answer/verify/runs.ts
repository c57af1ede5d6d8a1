import { compare, type Candidate } from './compare.ts'
import type { Facts } from '../reading/facts.ts'
import type { Weigh } from './features.ts'
import type { ReadPassage, ReadSentence } from '../reading/reading.ts'

const mostNeighbours = 3
// Laying side by side costs more than counting shared words: only round the sentences of a passage that share most.
const mostCompared = 4

/** The runs of one to three sentences round those that share most with the claim, each compared with it. */
export const candidatesOf = (claim: Facts, reading: ReadPassage, weigh: Weigh): Candidate[] => {
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

/** Rare words of the passages weigh more: log((n + 1) / (sentences with it + 0.5)), at least a little. */
export const rarity = (readings: readonly ReadPassage[]): Weigh => {
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
