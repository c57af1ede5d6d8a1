import type { z } from 'zod'
import type { recordCard } from '../../../src/operations/records/card.ts'
import type { askRecords } from '../../../src/operations/records/ask.ts'
import type { checkRecords } from '../../../src/operations/records/check.ts'
import type { listRecords } from '../../../src/operations/records/connect.ts'
import type { refusedRecords } from '../../../src/operations/records/refused.ts'
import { requestJson } from './request.ts'

export type Connection = z.output<typeof listRecords.output>['connections'][number]
export type Checked = z.output<typeof checkRecords.output>
export type Refused = z.output<typeof refusedRecords.output>['refused'][number]
export type RecordCard = z.output<typeof recordCard.output>
export type RecordAnswer = z.output<typeof askRecords.output>

export const readConnections = async (): Promise<Connection[]> => (await requestJson<z.output<typeof listRecords.output>>('records')).connections
export const checkConnection = (collection: string): Promise<Checked> => requestJson('records/check', json({ target: collection }))
export const readRefused = async (collection: string): Promise<Refused[]> =>
  (await requestJson<z.output<typeof refusedRecords.output>>(`records/${encodeURIComponent(collection)}/refused?limit=50`)).refused
/** One that whoever is signed in may see. */
export const readCard = ({ collection, entity, id }: { readonly collection: string; readonly entity: string; readonly id: string }): Promise<RecordCard> =>
  requestJson(`records/${[collection, entity, id].map(encodeURIComponent).join('/')}`)
/** As this customer would; null: as staff. */
export const askAs = (collection: string, question: string, customer: string | null): Promise<RecordAnswer> =>
  requestJson('records/ask', json({ collection, question, ...(customer === null ? { staff: true } : { as: customer }) }))

const json = (body: unknown): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
