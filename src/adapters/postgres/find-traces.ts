import { removedMark } from '../../domain/forget-document.ts'
import type { FindTraces, TracePlace, TraceQuery, WasHere } from '../../domain/erasure.ts'
import type { Database } from './database.ts'

interface Place {
  readonly place: string
  /** What it means when something is there. */
  readonly note?: string
  /** What follows `select count(*) … from given cross join`. */
  readonly from: string
}

// What belongs to no chunk would be a leftover as well.
const ofItsChunks = 'chunk_id in (select id from chunk where document_id = given.id) or not exists (select from chunk where chunk.id = chunk_id)'

/** Every table that can hold a document. A new table, or a cache, gets its line here. */
const ofDocument: readonly Place[] = [
  { place: 'documents', from: 'document where document.id = given.id or document.source = given.source' },
  { place: 'kept versions', from: 'document_version where document_id = given.id' },
  { place: 'chunks', from: 'chunk where document_id = given.id' },
  { place: 'vectors', from: `embedding where ${ofItsChunks}` },
  { place: 'claims of embedding workers', from: `embedding_lease where ${ofItsChunks}` },
  { place: 'words for ranking', from: `chunk_words where ${ofItsChunks}` },
  { place: 'places of words', from: `posting where ${ofItsChunks}` },
  {
    place: 'journal, answers made from it',
    from: `journal where jsonb_path_exists(detail, '$.** ? ((@.documentId == $id || @.source == $source) && @.source != $mark)',
      jsonb_build_object('id', given.id, 'source', given.source, 'mark', given.mark))`,
  },
  { place: 'journal, versions kept for citations', from: 'cited_version where document_id = given.id' },
  {
    place: 'evaluations, remarks on answers made from it',
    from: `eval_row where jsonb_path_exists(detail, '$.faults[*] ? (@ != $mark)', jsonb_build_object('mark', given.mark))
      and trace_id in (select trace_id from journal where jsonb_path_exists(detail, '$.** ? (@.documentId == $id)', jsonb_build_object('id', given.id)))`,
  },
  {
    place: 'answers kept to be given again',
    from: 'answer_cache where position(given.id::text in answer) > 0 or position(to_json(given.source)::text in answer) > 0',
  },
  {
    place: 'answers to writes, kept for a day',
    from: `idempotent_write where position(given.id::text in response::text) > 0 or position(to_json(given.source)::text in response::text) > 0`,
  },
  { place: 'investigations, what its words said to them', from: 'investigation_document where document_id = given.id' },
  {
    place: 'jobs',
    note: 'A job that is queued or running keeps what it is about to bring in.',
    from: `job where position(given.id::text in progress::text || input::text) > 0 or position(to_json(given.source)::text in progress::text || input::text) > 0`,
  },
]

const theirs = (did: string): string => `Words of whoever ${did}: they are theirs, and stay when a document is removed.`

/** Every column that can hold words of it. */
const ofText: readonly Place[] = [
  {
    place: 'text of documents',
    note: 'Documents hold the same text: remove them too, if it is to go.',
    from: 'document_version where position(given.text in document_version.text) > 0 or position(given.text in title) > 0',
  },
  { place: 'names and fields of documents', from: 'document where position(given.text in document.source) > 0 or position(given.json in metadata::text) > 0' },
  { place: 'names of keys', note: theirs('made them'), from: 'api_key where position(given.text in name) > 0' },
  {
    place: 'jobs, names of the keys that added them',
    note: theirs('made them'),
    from: `job where position(given.text in coalesce(caller ->> 'name', '')) > 0`,
  },
  { place: 'headings of chunks', from: `chunk where position(given.text in array_to_string(heading_path, E'\\n')) > 0` },
  {
    place: 'journal, answers',
    note: 'Answers that repeat it and were made from other documents.',
    from: 'journal where position(given.text in answer) > 0 or position(given.json in detail::text) > 0',
  },
  { place: 'journal, questions', note: theirs('asked'), from: 'journal where position(given.text in question) > 0' },
  {
    place: 'traces, questions without an answer and sentences of failures',
    note: theirs('asked'),
    from: `trace where position(given.text in coalesce(question, '')) > 0 or position(given.json in spans::text) > 0`,
  },
  {
    place: 'feedback',
    note: theirs('gave it'),
    from: `feedback where position(given.text in coalesce(comment, '') || E'\\n' || coalesce(correction, '')) > 0`,
  },
  {
    place: 'evaluations, names and remarks',
    note: theirs('wrote the cases'),
    from: `eval_row where position(given.json in detail::text) > 0`,
  },
  { place: 'evaluations, reports', note: theirs('wrote the cases'), from: `eval_run where position(given.json in coalesce(report, '{}')::text) > 0` },
  {
    place: 'ratings of answers',
    note: theirs('rated'),
    from: `label_rating where position(given.text in coalesce(comment, '')) > 0`,
  },
  {
    place: 'sheets of answers to rate',
    note: theirs('made them'),
    from: `label_item join label_sheet on label_sheet.id = sheet_id where position(given.text in name || E'\\n' || case_id || E'\\n' || variant) > 0`,
  },
  {
    place: 'judgements of live answers',
    note: 'Judgements of answers that repeat it and were made from other documents.',
    from: `live_judgement where position(given.text in explanation || E'\\n' || coalesce(failure, '')) > 0`,
  },
  {
    place: 'answers kept to be given again, their texts',
    note: 'Of other collections, or of questions that repeat it.',
    from: `answer_cache where position(given.json in answer) > 0 or position(given.text in question) > 0`,
  },
  {
    place: 'uploaded files in the database',
    note: 'They wait for their job, or were left by one that was cut off: those go after a day.',
    from: `upload_part where position(convert_to(given.text, 'UTF8') in bytes) > 0`,
  },
  {
    place: 'investigations, questions, what was seen and what came of it',
    note: 'Words of whoever asked and of the systems that were looked at: they stay when a document is removed.',
    from: `investigation where position(given.text in question || E'\\n' || coalesce(error, '')) > 0 or position(given.json in observations::text || coalesce(diagnosis, '{}')::text) > 0`,
  },
  {
    place: 'investigations, what runbooks said to them',
    from: 'investigation_document where position(given.json in citations::text || commands::text) > 0',
  },
  {
    place: 'proposals of actions',
    note: 'Words of whoever asked and of the systems that were looked at: they stay when a document is removed.',
    from: `action_proposal where position(given.json in detail::text || coalesce(outcome, '{}')::text) > 0`,
  },
  {
    place: 'audit log',
    note: 'What was asked of the agent, and what it did. It goes with its age alone (ANSWERABLE_AUDIT_DAYS).',
    from: 'audit_record where position(given.json in detail) > 0',
  },
  {
    place: 'answers to writes, their texts',
    from: 'idempotent_write where position(given.json in response::text) > 0',
  },
  {
    place: 'jobs, their texts',
    from: `job where position(given.json in input::text || progress::text) > 0 or position(given.text in coalesce(error, '')) > 0`,
  },
]

export const openTraceFinder =
  (database: Database): FindTraces =>
  async (asked) => {
    const found: TracePlace[] = []
    for (const { place, note, from } of asked.text === null ? ofDocument : [...ofDocument, ...ofText]) {
      const [row] = await database.query<{ count: number }>(`${givenSql} select count(*) as count from given cross join ${from}`, values(asked))
      found.push({ place, count: row!.count, note: row!.count > 0 ? (note ?? null) : null })
    }
    return found
  }

export const openWasHere =
  (database: Database): WasHere =>
  async (documentId) => {
    const [row] = await database.query('select from change where document_id = $1::uuid limit 1', [documentId])
    return row !== undefined
  }

const givenSql = 'with given as (select $1::uuid as id, $2::text as source, $3::text as text, $4::text as json, $5::text as mark)'

/** The text also as it stands within JSON. */
const values = ({ documentId, source, text }: TraceQuery): unknown[] => [
  documentId,
  source,
  text,
  text === null ? null : JSON.stringify(text).slice(1, -1),
  removedMark,
]
