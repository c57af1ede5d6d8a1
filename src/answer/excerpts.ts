import type { Passage } from '../domain/document.ts'
import { readPassage, type ReadPassage } from './reading/reading.ts'
import { tokensOf } from './reading/tokens.ts'

/** What of a passage is shown to the model: all of it, or the sentences nearest to the question with their neighbours. */
export interface Excerpt {
  readonly passage: Passage
  readonly text: string
  readonly isWhole: boolean
}

/**
 * As much of the passages as the budget holds, best first. Whole passages while they fit; then the neighbourhoods of the sentences
 * that share most with the question. `cost` counts tokens of a text, frame of a passage included.
 */
export const excerptsFor = async (
  question: string,
  passages: readonly Passage[],
  budgetTokens: number,
  cost: (text: string) => Promise<number>,
): Promise<Excerpt[]> => {
  const costs = await Promise.all(passages.map((passage) => cost(passage.text)))
  if (costs.reduce((sum, one) => sum + one, 0) <= budgetTokens) return passages.map((passage) => ({ passage, text: passage.text, isWhole: true }))
  const chosen = new Map<number, Set<number>>()
  let left = budgetTokens
  for (const { passage, sentence } of neighbourhoods(question, passages.map(readPassage))) {
    const taken = chosen.get(passage) ?? new Set<number>()
    if (taken.has(sentence)) continue
    const price = await cost(readPassage(passages[passage]!).sentences[sentence]!.raw)
    if (price > left) continue
    left -= price
    chosen.set(passage, taken.add(sentence))
  }
  return [...chosen].sort(([one], [other]) => one - other).map(([passage, taken]) => excerpt(passages[passage]!, taken))
}

interface Place {
  readonly passage: number
  readonly sentence: number
}

/** The best sentence, the one before and the one after it, then the next best … A good rank of the passage counts like a shared word. */
const neighbourhoods = (question: string, readings: readonly ReadPassage[]): Place[] => {
  const wanted = new Set(
    tokensOf(question, readings[0]?.passage.language)
      .filter((token) => token.content)
      .map((token) => token.stem),
  )
  const scored = readings.flatMap((reading, passage) =>
    reading.sentences.map(({ tokens }, sentence) => {
      const shared = new Set(tokens.map((token) => token.stem).filter((stem) => wanted.has(stem))).size
      return { passage, sentence, score: shared + 2 / (passage + 1) - sentence * 0.01 }
    }),
  )
  return scored
    .sort((one, other) => other.score - one.score)
    .flatMap(({ passage, sentence }) => [sentence, sentence + 1, sentence - 1].map((at) => ({ passage, sentence: at })))
    .filter(({ passage, sentence }) => sentence in readings[passage]!.sentences)
}

const excerpt = (passage: Passage, taken: ReadonlySet<number>): Excerpt => {
  const { sentences } = readPassage(passage)
  const runs: { from: number; to: number }[] = []
  for (const index of [...taken].sort((one, other) => one - other)) {
    const last = runs.at(-1)
    if (last && last.to === index - 1) last.to = index
    else runs.push({ from: index, to: index })
  }
  const texts = runs.map(({ from, to }) => passage.text.slice(sentences[from]!.sentence.start, sentences[to]!.sentence.end))
  return { passage, text: texts.join('\n…\n'), isWhole: taken.size === sentences.length }
}
