import type { Groundedness } from '../../domain/groundedness.ts'
import type { Passage } from '../../domain/document.ts'
import { unitReader } from '../answer-units.ts'
import { languageOf } from '../../base/question-language.ts'
import { verifyUnit } from './verify-unit.ts'

/** The verifier as a judge of any text against any evidence; lead-ins that say nothing by themselves are left out. */
export const groundedness: Groundedness = (text, evidence, question = '') => {
  const passage = passageOf(evidence)
  const lines = wholeLines(evidence)
  const reader = unitReader(passage.language)
  return [...reader.push(text), ...reader.end(false)]
    .map((unit) => ({ text: unit.text, ...verifyUnit(unit, [passage], question) }))
    .filter(({ isLead }) => !isLead)
    .map(({ text: sentence, verdict, score, reasons }) =>
      lines.includes(wholeLines(sentence)) ? { text: sentence, verdict: 'supported', score: 1, reasons: [] } : { text: sentence, verdict, score, reasons },
    )
}

/** Each line between line ends, so that one holds another only line by line; the head of a table states nothing by itself, and is no lie where it stands so. */
const wholeLines = (text: string): string =>
  `\n${text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter(Boolean)
    .join('\n')}\n`

/** Evidence without a document around it. */
const passageOf = (text: string): Passage => ({
  chunkId: '',
  documentId: '',
  collection: '',
  source: '',
  title: '',
  heading: '',
  version: '',
  language: languageOf(text) ?? 'en',
  text,
  start: 0,
  end: text.length,
  pageStarts: [],
  score: 0,
  ranks: { vector: null, words: null },
  similarity: null,
  wordScore: 0,
})
