import { languageOf } from '../../base/question-language.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { JudgedItem } from '../../domain/judgement.ts'

/** The text of a document's version; null when it is kept no longer. */
export type TextOf = (documentId: string, version: string) => Promise<string | null>

/** An answer of the journal as a judge is shown it; a sentence instead where what it cites is not to be had any more. */
export const judgedItem = async (entry: JournalEntry, textOf: TextOf): Promise<JudgedItem | { readonly failure: string }> => {
  const { passages, citations, standaloneQuestion } = entry.detail
  const evidence: string[] = []
  for (const { documentId, version, start, end } of passages) {
    const text = await textOf(documentId, version)
    if (text !== null) evidence.push(text.slice(start, end))
    else if (citations.some((citation) => citation.documentId === documentId)) return { failure: 'A document that the answer cites was removed.' }
  }
  if (evidence.length === 0) return { failure: 'None of the passages that the answer was made from is kept any more.' }
  return { id: entry.traceId, question: standaloneQuestion ?? entry.question, answer: entry.answer, reference: null, evidence: evidence.join('\n\n') }
}

/** An answer in a language that none of its passages is in: words cannot be compared. False where the language is not certain. */
export const isAcrossLanguages = ({ answer, detail: { passages } }: JournalEntry): boolean => {
  const language = languageOf(answer)
  return language !== null && passages.every((passage) => passage.language !== language)
}

/** What stands in for a judgement that was never asked for. */
export const unjudged = (failure: string) =>
  ({ verdict: null, score: null, explanation: '', failure, inputTokens: 0, outputTokens: 0, costUsd: 0, ms: 0 }) as const
