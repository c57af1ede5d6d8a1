import type { Passage } from '../../domain/document.ts'
import { readPassage, type ReadPassage } from '../reading/reading.ts'
import { tokensOf, type Token } from '../reading/tokens.ts'
import weights from './answerability-weights.json' with { type: 'json' }
import { askedStems, stemsOf } from './asked-words.ts'
import { mostPassages, rarity } from './answer-sentences.ts'
import { demandOf } from './demand.ts'
import type { ScoredSentence } from './extractive.ts'

/** Below `answer` the extractive answerer declines, below `generate` not even a model is asked. Learned with the weights. */
export const answerabilityThresholds = { answer: weights.answer, generate: weights.generate }

/**
 * 0…1: do the passages answer the question? Another thing than which of their sentences comes nearest: the nearest one may speak of
 * another year or another person. `scored`: the candidates, best first. Learned by scripts/train-answerability.ts, apart for answers
 * that words alone decide: there nothing stands for nearness in meaning.
 */
export const answerabilityOf = (question: string, passages: readonly Passage[], scored: readonly ScoredSentence[]): number => {
  const [best] = scored
  if (!best) return 0
  const { bias, ...weightOf }: Partial<Features> & { bias: number } = best.nearness === null ? weights.wordsAlone : weights.withVectors
  let sum = bias
  for (const [name, value] of Object.entries(answerabilityFeatures(question, passages, scored, best))) sum += (weightOf[name as keyof Features] ?? 0) * value
  return 1 / (1 + Math.exp(-sum))
}

export type Features = ReturnType<typeof answerabilityFeatures>

/** Each about 0…1; the names are those of `answerability-weights.json`. `best` is the first of `scored`. */
export const answerabilityFeatures = (question: string, passages: readonly Passage[], scored: readonly ScoredSentence[], best: ScoredSentence) => {
  const readings = passages.slice(0, mostPassages).map(readPassage)
  const own = stemsIn(readPassage(best.passage))
  const asked = [...askedStems(question, readings[0]?.passage.language)]
  const weigh = rarity(readings)
  const total = sumOf(asked, weigh)
  const missing = asked.filter((stem) => !own.has(stem))
  const named = namesAsked(question, readings).filter(({ stem }) => asked.includes(stem))
  const demand = demandOf(question)
  const second = scored[1]
  // Not how far the passage stands behind the first: in the sets it hardly ever does, in real books it does, and answers.
  const { overlap, around, fit, fresh, cosine, similarity } = best.features
  return {
    overlap,
    around,
    fit,
    fresh,
    cosine,
    similarity,
    score: logit(best.score) / 5,
    ahead: second ? (logit(best.score) - logit(second.score)) / 5 : 0.06,
    /** Weighted share of what is asked that the passage of the best sentence holds. */
    held: total === 0 ? 0 : (total - sumOf(missing, weigh)) / total,
    /** How rare the rarest word is that the passage has not, beside the rarest of all. */
    rarestMissing: missing.length === 0 ? 0 : most(missing, weigh) / most(asked, weigh),
    /** Names that the passage has: those that are always written large in the passages, and those that the question writes so. */
    namesHeld: shareHeld(named, own),
    writtenNamesHeld: shareHeld(
      named.filter(({ isWritten }) => isWritten),
      own,
    ),
    wordsAhead: lead(passages.map(({ wordScore }) => wordScore)),
    demand: demand ? Number(demand(best.read.plain)) : 0.5,
  }
}

const stemsIn = ({ passage, context, sentences }: ReadPassage): Set<string> =>
  new Set([...context, ...sentences.flatMap(({ tokens }) => [...stemsOf(tokens, passage.language)])])

const sumOf = (stems: readonly string[], weigh: (stem: string) => number): number => stems.reduce((sum, stem) => sum + weigh(stem), 0)
const most = (stems: readonly string[], weigh: (stem: string) => number): number => Math.max(...stems.map(weigh))

interface AskedName {
  readonly stem: string
  readonly isWritten: boolean
}

/** Also of a question in small letters: a word that the passages only write large is a name. */
const namesAsked = (question: string, readings: readonly ReadPassage[]): AskedName[] => {
  const held = new Set(readings.flatMap(({ sentences }) => sentences.flatMap(({ tokens }) => tokens.map(({ stem }) => stem))))
  const isSmall = (stem: string): boolean => readings.some(({ smallWords }) => smallWords.has(stem))
  const isWritten = ({ raw, start }: Token): boolean => (/^\p{Lu}/u.test(raw) && start > 0) || /\d/.test(raw)
  const names = tokensOf(question, readings[0]?.passage.language)
    .filter((token) => token.content)
    .map((token) => ({ stem: token.stem, isWritten: isWritten(token), isLarge: held.has(token.stem) && !isSmall(token.stem) && /^\p{L}/u.test(token.raw) }))
    .filter((name) => name.isWritten || name.isLarge)
  return [...new Map(names.map((name) => [name.stem, name])).values()]
}

/** 1 where nothing is named. */
const shareHeld = (names: readonly AskedName[], own: ReadonlySet<string>): number =>
  names.length === 0 ? 1 : names.filter(({ stem }) => own.has(stem)).length / names.length

// Passages from the fifth on are background: the answer is among the first for nearly all questions (LEADERBOARD.md).
const background = 4

/** How far the first stands before the background, as a share of itself. Only ratios: BM25 is larger in larger collections. */
const lead = (scores: readonly number[]): number => {
  const sorted = scores.toSorted((one, other) => other - one)
  const [first = 0] = sorted
  const rest = sorted.slice(background)
  return first > 0 ? 1 - rest.reduce((sum, score) => sum + score, 0) / Math.max(1, rest.length) / first : 0
}

const logit = (share: number): number => {
  const inside = Math.min(0.999, Math.max(0.001, share))
  return Math.log(inside / (1 - inside))
}
