import type { Document } from '../../domain/document.ts'
import { removedMark } from '../../domain/forget-document.ts'
import type { JournalEntry } from '../../domain/journal.ts'
import type { PeopleRating } from '../../domain/people-rating.ts'
import type { ShownAnswer, ShownPassage } from '../../operations/evaluation/label-desk.ts'

export type LoadDocument = (documentId: string, version: string) => Promise<Document | null>

// Each answerer declines in words of its own, which would tell who it is.
const declining = 'The documents do not answer this question.'

/** What a rater sees of an answer: its words and what it was made from, nothing of who wrote it or how sure anybody is of it. */
export const shownAnswer = async (
  id: string,
  { question, answer, abstained, detail }: JournalEntry,
  rating: PeopleRating | null,
  load: LoadDocument,
): Promise<ShownAnswer> => ({
  id,
  question,
  readAs: detail.standaloneQuestion === removedMark ? null : detail.standaloneQuestion,
  answer: abstained === null ? answer : declining,
  declined: abstained !== null,
  citations: detail.citations,
  passages: await passagesOf(detail.passages, load),
  rating: rating && { accuracy: rating.accuracy, helpfulness: rating.helpfulness, comment: rating.comment },
})

/** With their text, as long as its version is kept. */
export const passagesOf = async (passages: JournalEntry['detail']['passages'], load: LoadDocument): Promise<ShownPassage[]> => {
  const documents = new Map<string, Promise<Document | null>>()
  return Promise.all(
    passages.map(async ({ documentId, version, source, title, heading, start, end }) => {
      const key = `${documentId} ${version}`
      if (!documents.has(key)) documents.set(key, load(documentId, version))
      const document = await documents.get(key)!
      return { documentId, version, source, title, heading, start, end, text: document?.text.slice(start, end) ?? null }
    }),
  )
}
