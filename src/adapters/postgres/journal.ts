import type { Answer, Question } from '../../domain/answer.ts'
import type { Journal, JournalDetail, JournalEntry } from '../../domain/journal.ts'
import { withoutRemoved } from './forget-in-records.ts'
import { toJson, toStorable, type Database, type Query } from './database.ts'

/** The journal in the database that holds the documents. */
export const openJournal = (database: Database): Journal => ({
  record: (answer, question, purpose) =>
    database.transaction(async (query) => {
      const abstained = answer.abstained?.reason ?? null
      const { entry, documentIds } = await withoutRemoved(query, { answer: answer.text, abstained, detail: toDetail(answer, question) })
      await query(
        'insert into journal (trace_id, collection, question, answer, abstained, model, detail, purpose) values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)',
        [answer.traceId, question.collection, toStorable(question.text), toStorable(entry.answer), abstained, answer.model, toJson(entry.detail), purpose],
      )
      await keepCitedVersions(query, { ...answer, citations: answer.citations.filter(({ documentId }) => documentIds.includes(documentId)) })
      await query('insert into journal_document (document_id, trace_id, collection) select unnest($1::uuid[]), $2, $3', [
        documentIds,
        answer.traceId,
        question.collection,
      ])
    }),

  find: async (traceId) => {
    const [row] = await database.query<JournalEntry>(
      `select trace_id as "traceId", asked_at as "askedAt", collection, question, answer, abstained, model, purpose, detail from journal where trace_id = $1`,
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
