/** Requests read one after the other, each within a span that names what was done and holds no value. */
import { isAppError } from '../../base/error.ts'
import { withinCall } from '../../domain/call.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { RecordRequest } from '../../domain/record-request.ts'
import type { FoundRecords } from '../../domain/record-store.ts'
import type { Tracer } from '../../domain/trace.ts'
import type { LookedUp } from '../../records/answer/tell-records.ts'
import { findRecords, type Looking } from '../../records/compile/find-records.ts'
import { keyedBy, namesRow } from '../../records/keyed-by.ts'

export const lookUp = async (looking: Looking, requests: readonly RecordRequest[], tracer: Tracer, signal?: AbortSignal): Promise<LookedUp[]> => {
  const all: LookedUp[] = []
  for (const request of requests) {
    const found = await traced(looking, request, tracer, signal)
    const alone = found.rows.length === 0 ? withIdsOnly(looking, request) : null
    const instead = alone && (await traced(looking, alone, tracer, signal))
    const whole = isNothing(found) ? wholeOf(looking.description, request) : null
    const read = whole && (await traced(looking, whole, tracer, signal))
    all.push({ found, instead: someRows(instead), whole: someRows(read) })
  }
  return all
}

/** "Is order 10248 over $500?": where it is not, the order itself tells why. */
const withIdsOnly = ({ description, reader }: Looking, request: RecordRequest): RecordRequest | null => {
  if (request.kind !== 'find' || request.within) return null
  if (reader.kind === 'customer' && isAboutOneself(description, request)) return { ...request, where: [], fields: request.where.map(({ field }) => field) }
  const ids = request.where.filter((it) => namesRow(description, it) && keyedBy(description, it.field)?.name === request.entity)
  if (ids.length === 0 || ids.length === request.where.length) return null
  const others = request.where.filter((it) => !ids.includes(it) && it.field.entity === request.entity).map(({ field }) => field)
  return { ...request, where: ids, fields: request.fields.length > 0 ? request.fields : others }
}

/** "Do I get the newsletter?" is asked of the one row that whoever asks is; staff ask of all. */
const isAboutOneself = ({ customers }: RecordsDescription, { entity, where }: RecordRequest): boolean =>
  entity === customers.entity && where.length > 0 && where.every(({ field }) => field.entity === entity)

const isNothing = ({ rows, figures }: FoundRecords): boolean => rows.length === 0 && figures.every((figure) => figure.rows === 0)
const someRows = (found: FoundRecords | null): FoundRecords | null => (found && found.rows.length > 0 ? found : null)

/** What was asked about belongs to a row that was named, or picked: whether that one is there tells "no parcels" from "no such order". */
const wholeOf = (description: RecordsDescription, { entity, where, within }: RecordRequest): RecordRequest | null => {
  const find = { kind: 'find', fields: [], order: null, offset: 0, limit: 1 } as const
  if (within && within.entity !== entity) return { ...find, ...within, limit: 1 }
  const named = where.find((it) => it.values.length === 1 && namesRow(description, it))
  const of = named && keyedBy(description, named.field)
  if (!named || !of || of.name === entity || of.name === description.customers.entity) return null
  return { ...find, entity: of.name, where: [{ ...named, field: { entity: of.name, field: of.key[0]! } }] }
}

const traced = async (looking: Looking, request: RecordRequest, tracer: Tracer, signal?: AbortSignal): Promise<FoundRecords> => {
  const name = request.kind === 'find' ? 'records.find' : 'records.figure'
  const span = tracer.start(`execute_tool ${name}`, 'execute_tool', {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': name,
    'gen_ai.tool.type': 'datastore',
    'gen_ai.data_source.id': looking.description.collection,
    'answerable.entity': request.entity,
  })
  span.setContent(() => ({ 'gen_ai.tool.call.arguments': JSON.stringify(request) }))
  try {
    const found = await withinCall({ span }, () => findRecords(looking, request, signal))
    span.set({
      'db.query.text': found.sql,
      'answerable.rows': found.rows.length || found.figures.length,
      'answerable.is_cut': found.isCut,
      ...(found.total !== null && { 'answerable.total': found.total }),
    })
    span.setContent(() => ({ 'gen_ai.tool.call.result': JSON.stringify(found.rows.length > 0 ? found.rows : found.figures) }))
    span.end()
    return found
  } catch (error) {
    span.end(isAppError(error) ? error : new Error('The records could not be read.', { cause: error }))
    throw error
  }
}
