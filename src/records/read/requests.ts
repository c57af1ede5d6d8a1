/** A sketch as requests that can be run: one for each thing asked, and each row named by its id. */
import { checkRequest } from '../check-request.ts'
import { entityNamed } from '../described.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { Condition, Picked, RecordRequest } from '../../domain/record-request.ts'
import { isReachable, leadsToOne } from './relate.ts'
import type { Ask, Sketch } from './sketch.ts'

const mostRequests = 6

/** Those that pass the closed check. */
export const requestsOf = (sketch: Sketch, description: RecordsDescription, isStaff: boolean): RecordRequest[] => {
  const requests = sketch.asks.flatMap((ask) =>
    sketch.ids.length > 0 ? sketch.ids.map((id) => requestOf(ask, sketch, [id], description)) : [requestOf(ask, sketch, [], description)],
  )
  const seen = new Set<string>()
  return requests
    .filter((request) => {
      const text = JSON.stringify(request)
      return !seen.has(text) && Boolean(seen.add(text)) && checkRequest(description, request, isStaff).length === 0
    })
    .slice(0, mostRequests)
}

const requestOf = (ask: Ask, { pick, where }: Sketch, ids: readonly Condition[], description: RecordsDescription): RecordRequest => {
  const { entity, figure } = ask
  const isIn = ({ field }: Condition): boolean => isReachable(description, entity, field.entity)
  const all = [...ids, ...where].filter(isIn)
  const most = description.limits.rows
  const picked =
    pick && isReachable(description, entity, pick.entity)
      ? { ...pick, where: pick.where.filter(({ field }) => isReachable(description, pick.entity, field.entity)) }
      : null
  if (figure)
    return {
      kind: 'figure',
      entity,
      figure: figure.kind,
      of: figure.of,
      where: all,
      ...(picked ? { within: picked } : {}),
      by: figure.by,
      limit: Math.min(figure.by ? (ask.limit ?? 20) : 1, most),
    }
  if (picked && picked.entity === entity)
    return {
      kind: 'find',
      entity,
      fields: ask.fields,
      where: [...all, ...picked.where.filter((condition) => !all.includes(condition))],
      order: picked.order,
      offset: picked.offset,
      limit: Math.min(picked.limit, most),
    }
  return {
    kind: 'find',
    entity,
    fields: ask.fields,
    where: all,
    ...(picked ? { within: picked } : {}),
    order: orderOf(entity, description),
    offset: 0,
    limit: Math.min(ask.limit ?? most, most),
  }
}

/** The newest first, where a row says it or belongs to one that does. */
const orderOf = (name: string, description: RecordsDescription): Picked['order'] | null => {
  const own = entityNamed(description, name)
  if (own?.newestBy) return { by: { entity: name, field: own.newestBy }, descending: true }
  const over = description.entities.find(({ newestBy, name: other }) => newestBy !== null && leadsToOne(description, name, other))
  return over?.newestBy ? { by: { entity: over.name, field: over.newestBy }, descending: true } : null
}
