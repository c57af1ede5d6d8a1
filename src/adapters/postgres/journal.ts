import type { Answer, Question } from '../../domain/answer.ts'
import { currentCall } from '../../domain/call.ts'
import { mapContent } from '../../domain/content.ts'
import type { Journal, JournalDetail, KeptEntry } from '../../domain/journal.ts'
import { withoutRemoved } from './forget-in-records.ts'
import { toJson, toStorable, type Database, type Query } from './database.ts'

/** The journal in the database that holds the documents. `words` changes every text of people's questions before it is written down: masks it, or lets it go. */
export const openJournal = (database: Database, words: ((text: string) => string) | null = null): Journal => ({
  record: (answer, question, purpose) =>
    database.transaction(async (query) => {
      const abstained = answer.abstained?.reason ?? null
      const { entry, documentIds } = await withoutRemoved(query, { answer: answer.text, abstained, detail: toDetail(answer, question) })
      const kept = words && purpose === 'live' ? mapContent({ ...entry, question: question.text }, words) : { ...entry, question: question.text }
      await query(
        'insert into journal (trace_id, collection, question, answer, abstained, model, detail, purpose, caller_id) values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)',
        [
          answer.traceId,
          question.collection,
          toStorable(kept.question),
          toStorable(kept.answer),
          abstained,
          answer.model,
          toJson(kept.detail),
          purpose,
          currentCall().caller.id,
        ],
      )
      await keepCitedVersions(query, { ...answer, citations: answer.citations.filter(({ documentId }) => documentIds.includes(documentId)) })
      await query('insert into journal_document (document_id, trace_id, collection) select unnest($1::uuid[]), $2, $3', [
        documentIds,
        answer.traceId,
        question.collection,
      ])
    }),

  find: async (traceId) => {
    const [row] = await database.query<KeptEntry>(
      `select trace_id as "traceId", asked_at as "askedAt", collection, question, answer, abstained, model, purpose, caller_id as "callerId", detail from journal where trace_id = $1`,
      [traceId],
    )
    return row ?? null
  },
})

const toDetail = (answer: Answer, { maxTokens, topK }: Question): JournalDetail => ({
  passages: answer.passages.map(({ text: _text, pageStarts: _pageStarts, ...passage }) => passage),
  citations: answer.citations,
  confidence: answer.confidence,
  verdicts: answer.verdicts,
  usage: answer.usage,
  timingsMs: answer.timingsMs,
  prompt: answer.prompt,
  standaloneQuestion: answer.standaloneQuestion,
  followUp: answer.followUp,
  structured: answer.structured,
  ...(answer.injections && { injections: answer.injections }),
  ...(answer.answeredQuestion !== undefined && { answeredQuestion: answer.answeredQuestion }),
  question: { maxTokens, topK },
})

/** Each version once, however often it is cited. */
const keepCitedVersions = async (query: Query, { citations, traceId }: Answer): Promise<void> => {
  const versions = [...new Map(citations.map(({ documentId, version }) => [`${documentId} ${version}`, { documentId, version }])).values()]
  if (versions.length === 0) return
  await query('insert into cited_version (document_id, version, trace_id) select id, version, $3 from unnest($1::uuid[], $2::text[]) as cited (id, version)', [
    versions.map(({ documentId }) => documentId),
    versions.map(({ version }) => version),
    traceId,
  ])
}
