import type { Observation } from '../../domain/capability.ts'
import type { Diagnosis, Investigation, InvestigationStore } from '../../domain/investigation.ts'
import { toJson, toStorable, type Database, type Query } from './database.ts'

const mostFacts = 100
const mostLines = 50

/**
 * Investigations in the database that holds the documents. What runbooks said lies in rows of its own, which go with their document. `words` changes
 * every text before it is written down: masks it, or lets it go.
 */
export const openInvestigations = (database: Database, runbooks: string | null, words: ((text: string) => string) | null = null): InvestigationStore => ({
  record: (given) =>
    database.transaction(async (query) => {
      const { observations, diagnosis, ...it } = (words ? mapTexts(bounded(given), words) : bounded(given)) as Investigation
      await query(upsertSql, [
        it.id,
        it.traceId,
        it.incidentId,
        it.caller,
        it.startedAt,
        it.endedAt,
        it.state,
        it.model,
        toStorable(it.question),
        toJson(observations),
        diagnosis && toJson({ ...diagnosis, runbooks: [], suggestedCommands: diagnosis.suggestedCommands.filter(({ documentId }) => documentId === null) }),
        it.error,
        toJson(it.usage),
      ])
      if (diagnosis && runbooks !== null) await recordDocuments(query, it.id, runbooks, diagnosis)
    }),

  find: async (id) => {
    const [row] = await database.query<Row>(`select ${columns}, observations from investigation where id = $1::uuid`, [id])
    if (!row) return null
    const documents = await database.query<DocumentRow>('select citations, commands from investigation_document where investigation_id = $1::uuid', [id])
    return revived({ ...row, diagnosis: row.diagnosis && withDocuments(row.diagnosis, documents) })
  },

  list: async ({ limit, incidentId = null, before = null }) => {
    const rows = await database.query<Row>(
      `select ${columns}, '[]'::jsonb as observations from investigation
       where ($1::uuid is null or incident_id = $1::uuid) and ($2::uuid is null or (started_at, id) < (select started_at, id from investigation where id = $2::uuid)) order by started_at desc, id desc limit $3::int`,
      [incidentId, before, limit],
    )
    return rows.map(revived)
  },
})

type Row = Investigation
interface DocumentRow {
  readonly citations: Diagnosis['runbooks']
  readonly commands: Diagnosis['suggestedCommands']
}

const columns = `id, question, incident_id as "incidentId", caller_id as caller, trace_id as "traceId", started_at as "startedAt", ended_at as "endedAt", state, model,
  diagnosis, error, usage`

const upsertSql = `
  insert into investigation (id, trace_id, incident_id, caller_id, started_at, ended_at, state, model, question, observations, diagnosis, error, usage)
  values ($1::uuid, $2, $3::uuid, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12, $13::jsonb)
  on conflict (id) do update set ended_at = excluded.ended_at, state = excluded.state, model = excluded.model, observations = excluded.observations,
    diagnosis = excluded.diagnosis, error = excluded.error, usage = excluded.usage`

/** Documents that were removed while it ran are left out. */
const recordDocuments = async (query: Query, id: string, collection: string, { runbooks, suggestedCommands }: Diagnosis): Promise<void> => {
  const cited = [...runbooks, ...suggestedCommands].flatMap(({ documentId }) => (documentId === null ? [] : [documentId]))
  for (const documentId of new Set(cited)) {
    const ofIt = <Item extends { readonly documentId: string | null }>(items: readonly Item[]): string =>
      toJson(items.filter((item) => item.documentId === documentId))
    await query(
      `insert into investigation_document (investigation_id, document_id, collection, citations, commands)
       select $1::uuid, id, $3, $4::jsonb, $5::jsonb from document where id = $2::uuid on conflict do nothing`,
      [id, documentId, collection, ofIt(runbooks), ofIt(suggestedCommands)],
    )
  }
}

const withDocuments = (diagnosis: Diagnosis, documents: readonly DocumentRow[]): Diagnosis => ({
  ...diagnosis,
  runbooks: documents.flatMap(({ citations }) => citations).toSorted((one, other) => one.answerStart - other.answerStart),
  suggestedCommands: [...documents.flatMap(({ commands }) => commands), ...diagnosis.suggestedCommands],
})

const bounded = (investigation: Investigation): Investigation => ({
  ...investigation,
  observations: investigation.observations.map((it): Observation => ({
    ...it,
    facts: it.facts.slice(0, mostFacts),
    lines: it.lines.slice(-mostLines).map((line) => line.slice(0, 1_000)),
  })),
})

// Names of things in the inventory, ids and figures are no words of anybody.
const wordKeys: ReadonlySet<string> = new Set('question error text summary sentence line lines quote title heading command why problem notes reason'.split(' '))

const mapTexts = (value: unknown, words: (text: string) => string, isWords = false): unknown => {
  if (typeof value === 'string') return isWords ? words(value) : value
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, words, isWords))
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, words, wordKeys.has(key))]))
}

const timeKeys: ReadonlySet<string> = new Set(['at', 'startedAt', 'proposedAt', 'expiresAt'])

/** Times within JSON are texts. */
const revived = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(revived) as Value
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, timeKeys.has(key) && typeof inner === 'string' ? new Date(inner) : revived(inner)]),
  ) as Value
}
