import type { Passage } from '../../domain/document.ts'
import { askedStems } from './asked-words.ts'
import { readPassage } from '../reading/reading.ts'
import { beginningOf, type SectionAnswer } from './section-answer.ts'

// Cosine of bge-small: on the dev questions of our books headings from here on asked the same thing, and the nearest that asked another stood at 0.84.
const sameQuestion = 0.85
const mostPassages = 8
// A heading costs as much as a sentence to embed, about 5 ms.
const mostHeadings = 6

/** A list of questions and answers has asked it already, in other words: "How to feed logs into Prometheus?" is also "Can I send logs to it?". Null when no heading does. */
export const headingAsking = async (
  question: string,
  passages: readonly Passage[],
  nearness: (texts: readonly string[]) => Promise<readonly number[] | null>,
): Promise<SectionAnswer | null> => {
  const headings = passages.slice(0, mostPassages).flatMap((passage) => headingsAsking(passage, askedStems(question, passage.language)))
  const asking = headings.slice(0, mostHeadings)
  const near = asking.length > 0 ? await nearness(asking.map(({ plain }) => plain)) : null
  if (!near) return null
  const best = near.indexOf(Math.max(...near))
  return near[best]! >= sameQuestion ? asking[best]!.answer : null
}

const headingsAsking = (passage: Passage, asked: ReadonlySet<string>): { plain: string; answer: SectionAnswer }[] => {
  const { sentences } = readPassage(passage)
  return sentences.flatMap(({ sentence, plain, tokens }, at) => {
    if (sentence.kind !== 'heading' || !/[?？]\s*$/.test(plain) || !tokens.some(({ stem }) => asked.has(stem))) return []
    const reads = beginningOf(sentences.slice(at + 1))
    return reads.length > 0 ? [{ plain: plain.trim(), answer: { passage, reads } }] : []
  })
}
