/**
 * Rows that customers asked for and have not, in the audit log. Whether they are there at all is looked up with staff's eyes after the answer is
 * out: nothing of a request's time tells it.
 */
import { z } from 'zod'
import { asSystem, currentCall, withinCall, type Call } from '../../domain/call.ts'
import type { AuditLog } from '../../domain/audit.ts'
import { existences, type Existence, type NotedMiss, type RecordMiss, type RecordMisses } from '../../domain/record-miss.ts'
import type { RecordConnections } from '../../domain/record-store.ts'
import { compileTotal } from '../../records/compile/compile-request.ts'

export interface MissParts {
  readonly connections: Pick<RecordConnections, 'of'>
  readonly audit: Pick<AuditLog, 'append' | 'list'>
  readonly log: (message: string, error: unknown) => void
}

interface Waiting {
  readonly miss: RecordMiss
  readonly caller: Call['caller']
  readonly traceId: string | null
}

/** The answer has left by then. */
const delayMs = 250
/** Whoever tries out ids by the thousand is noted, not served. */
const mostWaiting = 1_000

export const openMisses = ({ connections, audit, log }: MissParts): RecordMisses => {
  let waiting: Waiting[] = []
  let noting = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let leftOut = 0

  const exists = async ({ collection, field, id }: RecordMiss): Promise<Existence> => {
    try {
      const connected = await connections.of(collection)
      if (!connected) return 'unknown'
      const { description, store } = connected
      // Counted, so that it is the same work whether it is there or not: where one read waits for another, the next answer's time tells nothing.
      const where = [{ field, is: 'equal', values: [id], words: id }] as const
      const { rows } = await store.read({ kind: 'staff' }, compileTotal(description, { entity: field.entity, where }, true), description.limits)
      return Number(rows[0]?.[0] ?? 0) > 0 ? 'yes' : 'no'
    } catch (error) {
      log('Whether a record that a customer asked for exists could not be looked up.', error)
      return 'unknown'
    }
  }

  const noteOne = async ({ miss, caller, traceId }: Waiting): Promise<void> => {
    const { collection, field, id } = miss
    const detail = {
      collection,
      entity: field.entity,
      field: field.field,
      id,
      exists: await exists(miss),
      customer: caller.customer?.id ?? null,
      trace: traceId,
    }
    await withinCall({ caller }, () => audit.append({ kind: 'record_miss', subject: subjectOf(collection), detail }))
  }

  const noteAll = async (): Promise<void> => {
    const batch = waiting
    waiting = []
    for (const one of batch)
      await asSystem(() => noteOne(one)).catch((error: unknown) => log('A record that a customer asked for in vain could not be noted.', error))
    if (leftOut === 0) return
    log('More records were asked for in vain than could be noted.', new Error(`${leftOut} were left out`))
    leftOut = 0
  }

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    return (noting = noting.then(noteAll))
  }

  return {
    note: (miss) => {
      const { caller, traceId } = currentCall()
      if (waiting.length >= mostWaiting) return void leftOut++
      waiting.push({ miss, caller, traceId })
      timer ??= setTimeout(() => void flush(), delayMs)
    },
    list: async (collection, limit) => {
      await flush()
      return (await audit.list({ subject: subjectOf(collection), limit })).map(({ at, caller, detail }) => readNoted({ ...detail, at, callerId: caller }))
    },
    flush,
  }
}

const subjectOf = (collection: string): string => `records:${collection}`

const notedSchema = z.object({
  collection: z.string(),
  entity: z.string(),
  field: z.string(),
  id: z.string(),
  exists: z.enum(existences),
  customer: z.string().nullable(),
  at: z.date(),
  callerId: z.string(),
})

const readNoted = (detail: unknown): NotedMiss => {
  const { entity, field, customer, ...rest } = notedSchema.parse(detail)
  return { ...rest, field: { entity, field }, customer: customer ?? '' }
}
