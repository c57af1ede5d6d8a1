import type { Citation } from '../../domain/answer.ts'
import type { ExpectedRecord } from '../../domain/eval-suite.ts'
import { notAsked, shareOf, type Check } from './check.ts'

/** Share of the wanted records that are cited, of their own or among the rows of a figure. */
export const recordsCited: Check = ({ case: { records = [] }, answer }) => {
  if (records.length === 0) return notAsked
  if (answer.abstained) return { score: 0, faults: [] }
  return shareOf(records, (wanted) =>
    answer.citations.some((citation) => isOf(citation, wanted)) ? null : `It does not cite ${[wanted.entity, wanted.id, wanted.field ?? []].flat().join('/')}.`,
  )
}

const isOf = ({ record }: Citation, { entity, id, field }: ExpectedRecord): boolean =>
  record !== undefined &&
  record.entity === entity &&
  (field === null || record.field === field) &&
  (record.id === id || (record.figure?.ids.includes(id) ?? false))
