import type { UnplacedCase } from './blank-case.ts'

/** A case as it stands in a file (`readCases` reads it back), without fields that say nothing. */
export const caseRecord = (it: UnplacedCase): Record<string, unknown> => ({
  id: it.id,
  question: it.question,
  ...(it.history.length > 0 && { history: it.history.map(({ role, content }) => ({ role, content })) }),
  ...(it.mustAbstain && { abstain: true }),
  ...(it.reference !== null && { reference: it.reference }),
  ...Object.fromEntries((['answers', 'sources', 'contains', 'excludes', 'tags'] as const).flatMap((name) => (it[name].length > 0 ? [[name, it[name]]] : []))),
  ...(it.quotes.length > 0 && { quotes: it.quotes.map(({ source, text }) => (source === null ? text : { source, text })) }),
  ...(it.customer !== undefined && { customer: it.customer }),
  ...(it.records && { cites_record: it.records.map(({ entity, id, field }) => [entity, id, ...(field === null ? [] : [field])].join('/')) }),
  ...(it.responseSchema !== null && { response_schema: it.responseSchema }),
  ...(it.origin !== 'people' && { origin: it.origin }),
})
