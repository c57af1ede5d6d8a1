/** Ids that a customer named and got nothing for: the audit log wants to know. */
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { RecordMiss } from '../../domain/record-miss.ts'
import type { LookedUp } from '../../records/answer/tell-records.ts'
import { fieldOf } from '../../records/described.ts'

export const missedIds = (description: RecordsDescription, found: readonly LookedUp[]): RecordMiss[] =>
  found.flatMap(({ found: { request, rows, figures }, instead, whole }) => {
    if (instead || whole || figures.some((figure) => figure.rows > 0)) return []
    return request.where
      .filter(({ field, is }) => is === 'equal' && fieldOf(description, field)?.type === 'id')
      .flatMap(({ field, values }) =>
        values
          .filter(
            (id) =>
              !rows.some(({ cells }) => cells.some((cell) => cell.field.entity === field.entity && cell.field.field === field.field && cell.value === id)),
          )
          .map((id) => ({ collection: description.collection, field, id })),
      )
      .filter(({ field }) => rows.length === 0 || field.entity === request.entity)
  })
