import type { Passage } from '../../domain/document.ts'
import { labelledPairs } from '../reading/labelled-pairs.ts'
import { readPassage, type ReadSentence } from '../reading/reading.ts'
import { tokensOf } from '../reading/tokens.ts'
import { askedStems, isIdle, stemsOf } from './asked-words.ts'
import type { SectionAnswer } from './section-answer.ts'

const mostPassages = 8
const mostRows = 3

/**
 * "What is the wholesale price of BW-301?" is answered by the row in which a value is BW-301 and a column is called wholesale price: every
 * word of the question is one of its values, names of columns, or headings. Rows that fit alike come together. Null when no row fits.
 */
export const rowAnswering = (question: string, passages: readonly Passage[]): SectionAnswer | null => {
  let best: { fit: number; passage: Passage; reads: ReadSentence[] } | null = null
  for (const passage of passages.slice(0, mostPassages)) {
    const asked = askedStems(question, passage.language, isIdle)
    const { sentences, context } = readPassage(passage)
    for (const read of sentences) {
      const fit = fitOf(asked, read, passage, context)
      if (fit === 0 || fit < (best?.fit ?? 0)) continue
      if (best && fit === best.fit && best.passage === passage) best.reads.push(read)
      else if (!best || fit > best.fit) best = { fit, passage, reads: [read] }
    }
  }
  return best && best.reads.length <= mostRows ? best : null
}

/** 0 unless a value is what the question is about, a column what it asks for, and nothing of the question is left. */
const fitOf = (asked: ReadonlySet<string>, read: ReadSentence, passage: Passage, context: ReadonlySet<string>): number => {
  const pairs = labelledPairs(passage, read)
  if (pairs.length === 0) return 0
  const stems = (text: string): Set<string> => stemsOf(tokensOf(text, passage.language), passage.language)
  const values = pairs.map(({ text }) => stems(text))
  const labels = pairs.map(({ label }) => stems(label.replaceAll('_', ' ')))
  const isOfColumn = (stem: string): boolean => labels.some((label) => label.has(stem))
  const named = [...asked].filter(isOfColumn)
  const about = [...asked].filter((stem) => !isOfColumn(stem) && values.some((value) => value.has(stem)))
  const left = [...asked].filter((stem) => !named.includes(stem) && !about.includes(stem) && !context.has(stem))
  return named.length === 0 || about.length === 0 || left.length > 0 ? 0 : 2 * about.length + named.length
}
