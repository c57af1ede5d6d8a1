/** Readings in one line each, so that a test can hold hundreds of them, and a little database of values to look names up in. */
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { Condition, FindValues, Picked, RecordReading, RecordRequest } from '../../domain/record-request.ts'
import { readRecordQuestion } from './read-record-question.ts'

/** `order.status` of `status=pending` where the entity is the request's own. */
export const lineOf = ({ about, refusal, requests }: RecordReading): string =>
  [refusal ? `refused ${refusal.why}` : about, ...requests.map(requestLine)].join(' ; ')

const requestLine = (request: RecordRequest): string => {
  const ref = ({ entity, field }: { entity: string; field: string }): string => (entity === request.entity ? field : `${entity}.${field}`)
  const condition = ({ field, is, values }: Condition): string => `${ref(field)}${signs[is] ?? ` ${is} `}${values.join('|')}`
  const picked = ({ entity, order, offset, limit, where }: Picked): string =>
    ` in ${entity}(${[`${order.descending ? '-' : '+'}${order.by.field}`, offset > 0 ? `after ${offset}` : '', limit > 1 ? `${limit}` : '', ...where.map(condition)].filter(Boolean).join(' ')})`
  const where = request.where.map(condition).sort().join(' & ')
  const within = request.within ? picked(request.within) : ''
  if (request.kind === 'figure')
    return `${request.figure}(${request.of ? `${request.entity}.${request.of.field}` : request.entity})${request.by ? ` by ${ref(request.by)}` : ''}${where && ` where ${where}`}${within}`
  const isPlaced = request.order && (request.limit < 50 || request.offset > 0)
  const place = isPlaced
    ? ` ${request.order!.descending ? '-' : '+'}${ref(request.order!.by)}${request.offset > 0 ? ` after ${request.offset}` : ''} x${request.limit}`
    : ''
  return `${request.entity}[${request.fields.map(ref).join(' ')}]${place}${where && ` where ${where}`}${within}`
}
const signs: Partial<Record<Condition['is'], string>> = {
  equal: '=',
  not: '!=',
  less: '<',
  more: '>',
  at_least: '>=',
  at_most: '<=',
  contains: '~',
  missing: ' missing',
  present: ' present',
}

/** Values as a database would find them: each that holds the words, whatever their case. */
export const valuesIn =
  (held: Readonly<Record<string, readonly string[]>>): FindValues =>
  async (words) =>
    words.flatMap((each) =>
      Object.entries(held).flatMap(([place, values]) => {
        const [entity, field] = place.split('.') as [string, string]
        return values
          .filter((value) => ` ${value.toLowerCase()} `.includes(` ${each.toLowerCase()} `))
          .map((value) => ({ words: each, field: { entity, field }, value }))
      }),
    )

/** The last of `said` is the question, those before it user and assistant in turn. */
export const readLine = async (
  description: RecordsDescription,
  findValues: FindValues,
  said: readonly string[],
  isStaff = false,
  now = new Date('1998-05-20T12:00:00Z'),
): Promise<RecordReading> =>
  readRecordQuestion(
    {
      text: said.at(-1)!,
      history: said.slice(0, -1).map((content, index) => ({ role: index % 2 === 0 ? ('user' as const) : ('assistant' as const), content })),
      description,
      isStaff,
      now,
    },
    findValues,
  )
