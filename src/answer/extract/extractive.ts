import type { Passage } from '../../domain/document.ts'
import { answerabilityOf, answerabilityThresholds } from './answerability.ts'
import { answerFeatures, candidatesFor, type Candidate } from './answer-sentences.ts'
import { chooseBest, isLead } from './choose-best.ts'
import { demandOf } from './demand.ts'
import { besides, sentenceScore } from './sentence-score.ts'
import { codeAround } from './quoted-code.ts'
import { tableHeaderOf } from '../reading/quoted-table.ts'
import { withoutOpenMarks } from '../verify/open-marks.ts'
import { itemDress, type Dress } from './quoted.ts'
import { headingAsking } from './heading-asking.ts'
import { readPassage, type ReadSentence } from '../reading/reading.ts'
import { rowAnswering } from './row-answer.ts'
import { sectionAnswering, type SectionAnswer } from './section-answer.ts'

/** A sentence of a document that answers, word for word: `passage.text.slice(start, end)`. */
export interface Extract {
  readonly passage: Passage
  readonly start: number
  readonly end: number
  readonly score: number
  readonly dress: Dress
}

export interface Extraction {
  /** One to three sentences in the order of their documents, or the steps that follow the best one. */
  readonly extracts: readonly Extract[]
  /** 0…1: how likely the passages answer, also of what is declined: then it stands below the threshold. */
  readonly confidence: number
}

export type EmbedSentences = (texts: readonly string[], signal?: AbortSignal) => Promise<readonly Float32Array[]>

// Embedding a sentence costs about 5 ms; among the twelve that share most words stood an answering one for 90 to 98 % of the questions.
const mostEmbedded = 12
const mostExtracts = 3

/** The passages' own best sentences for a question; no language model. Empty below the threshold: the learned one, unless a curve is drawn. */
export const extract = async (
  question: string,
  passages: readonly Passage[],
  { embed, queryVector, signal }: { embed: EmbedSentences | null; queryVector: Float32Array | null; signal?: AbortSignal | undefined },
  threshold = answerabilityThresholds.answer,
): Promise<Extraction> => {
  const nearness = async (texts: readonly string[]): Promise<number[] | null> =>
    embed && queryVector && (await embed(texts, signal)).map((vector) => dot(vector, queryVector))
  const section = rowAnswering(question, passages) ?? sectionAnswering(question, passages) ?? (await headingAsking(question, passages, nearness))
  if (section) return { extracts: extractsOf(section), confidence: surelyAnswered }
  const scored = await scoreSentences(question, passages, { embed, queryVector, signal })
  const confidence = answerabilityOf(question, passages, scored)
  const near = confidence >= threshold ? scored.filter(({ score }) => score >= scored[0]!.score * besides) : []
  const found = chooseBest(question, near)
  const best = found.at(-1)
  if (!best) return { extracts: [], confidence: Math.min(confidence, answerabilityThresholds.answer * withoutWhatIsAsked) }
  const steps = stepsOf(best)
  const least = demandOf(question) ? besidesQuantity : besides
  const more = found.length > 1 ? [] : near.slice(1, mostExtracts).filter((one) => one.read !== best.read && comesAlong(one, best, least))
  const chosen = steps.length > 0 ? steps : [...found, ...more]
  return { extracts: inDocumentOrder(chosen), confidence }
}

// Near enough, yet it holds no such thing as is asked for.
const withoutWhatIsAsked = 0.9

// A heading in the question's own words is no matter of score.
const surelyAnswered = 0.95

const extractsOf = ({ passage, reads }: SectionAnswer): Extract[] =>
  inDocumentOrder(reads.map((read, place) => ({ passage, read, score: surelyAnswered, place })))

/** 0…1: how likely the passages answer; from `answerabilityThresholds.generate` on a model may be asked to write from them. */
export const answerability = async (...[question, passages, look]: Parameters<typeof scoreSentences>): Promise<number> =>
  rowAnswering(question, passages) || sectionAnswering(question, passages)
    ? surelyAnswered
    : answerabilityOf(question, passages, await scoreSentences(question, passages, look))

/** Sure enough to be quoted from. */
export const isAnswered = async (...question: Parameters<typeof scoreSentences>): Promise<boolean> =>
  (await answerability(...question)) >= answerabilityThresholds.answer

/** From the same document only: of others it carried no answer on any set, and beside the first sentence it read as noise. A lead-in without what it leads to says nothing. */
const comesAlong = ({ score, read, passage }: ScoredSentence, best: ScoredSentence, least: number): boolean =>
  passage.documentId === best.passage.documentId && score >= best.score * least && !isLead(read)

// A quantity stands in one sentence; what else comes near is noise. For other questions this lost too much of what people marked (evals/LOG.md).
const besidesQuantity = 0.85

/** All candidate sentences, best first, with their features and scores. */
export const scoreSentences = async (
  question: string,
  passages: readonly Passage[],
  { embed, queryVector, signal }: { embed: EmbedSentences | null; queryVector: Float32Array | null; signal?: AbortSignal | undefined },
): Promise<ScoredSentence[]> => {
  const candidates = candidatesFor(question, passages)
  const few = candidates.slice(0, mostEmbedded)
  const vectors =
    embed && queryVector && few.length > 0
      ? await embed(
          few.map(({ read, header }) => (header ? `${header} ${read.plain}` : read.plain)),
          signal,
        )
      : []
  return few
    .map((candidate, index) => {
      const nearness = vectors[index] && queryVector ? dot(vectors[index], queryVector) : null
      const features = answerFeatures(candidate, nearness)
      return { ...candidate, nearness, features, score: sentenceScore(features) }
    })
    .sort((one, other) => other.score - one.score || one.place - other.place)
}

export interface ScoredSentence extends Candidate {
  /** Cosine to the question; null where words alone decide. */
  readonly nearness: number | null
  readonly features: ReturnType<typeof answerFeatures>
  readonly score: number
}

const dot = (one: Float32Array, other: Float32Array): number => {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!
  return sum
}

const toExtract = ({ passage, read, score }: Pick<ScoredSentence, 'passage' | 'read' | 'score'>): Extract => {
  if (read.sentence.kind === 'code') {
    const { start, end, language } = codeAround(passage, read.sentence.start)
    return { passage, start, end, score, dress: { kind: 'code', language } }
  }
  const end = read.sentence.end - (footnotes.exec(read.raw)?.[0].length ?? 0)
  return { passage, ...withoutOpenMarks(passage.text, read.sentence.bodyStart, end), score, dress: dressOf(passage, read) }
}

const dressOf = (passage: Passage, read: ReadSentence): Dress => {
  const { kind, start } = read.sentence
  if (kind === 'item') return itemDress(passage, read)
  if (kind !== 'row') return { kind: 'prose' }
  const header = tableHeaderOf(passage, start)
  return { kind, header: header ? passage.text.slice(header.start, header.end) : '' }
}

// Their notes are not in the answer.
const footnotes = /(?:\s*\[\^[^\]\s]+\])+$/

const inDocumentOrder = (chosen: readonly Pick<ScoredSentence, 'passage' | 'read' | 'score' | 'place'>[]): Extract[] =>
  withoutTwice(chosen.toSorted((one, other) => one.place - other.place).map(toExtract))

/** Two lines of one block of code bring the same block, or two pieces of it. */
const withoutTwice = (extracts: readonly Extract[]): Extract[] =>
  extracts.filter((one, index) => !extracts.slice(0, index).some((other) => other.passage === one.passage && other.start < one.end && one.start < other.end))

const mostSteps = 8

/** "Do this:" brings the list or the code that follows; one step of a numbered list, asked for how, brings them all. */
const stepsOf = (best: ScoredSentence): ScoredSentence[] => {
  const { sentences } = readPassage(best.passage)
  const at = sentences.indexOf(best.read)
  const place = (read: ReadSentence, index: number): ScoredSentence => ({ ...best, read, place: best.place + index / 100 })
  if (isLead(best.read)) {
    const steps = runFrom(sentences, at + 1, best.read.sentence.kind === 'item' ? indentOf(best.passage, best.read) + 1 : 0, best.passage)
    const code = steps[0]?.sentence.kind === 'code'
    return steps.length === 0 ? [] : [best, ...(code ? steps.slice(0, 1) : steps).map((read, index) => place(read, index + 1))]
  }
  if (best.kind !== 'procedure' || !isNumbered(best.passage, best.read)) return []
  let first = at
  while (first > 0 && sentences[first - 1]!.sentence.kind === 'item') first--
  return runFrom(sentences, first, 0, best.passage).map((read, index) => place(read, first + index - at))
}

const isNumbered = ({ text }: Passage, { sentence }: ReadSentence): boolean => sentence.kind === 'item' && /^\d/.test(text.slice(sentence.start))

const indentOf = (passage: Passage, read: ReadSentence): number => {
  const dress = itemDress(passage, read)
  // A further sentence of an item belongs to it, however deep.
  return dress.kind === 'item' ? dress.indent : Number.POSITIVE_INFINITY
}

/** Sentences of one kind, list or code, that follow each other; of a list the items that stand as deep as `indent`. */
const runFrom = (sentences: readonly ReadSentence[], from: number, indent: number, passage: Passage): ReadSentence[] => {
  const kind = sentences[from]?.sentence.kind
  if (kind !== 'item' && kind !== 'code') return []
  const end = sentences.findIndex((read, index) => index >= from && (read.sentence.kind !== kind || (kind === 'item' && indentOf(passage, read) < indent)))
  return sentences.slice(from, end < 0 ? sentences.length : end).slice(0, mostSteps)
}
