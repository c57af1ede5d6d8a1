/** One record of whoever asks, as the text that answers cite. */
import { AppError, isAppError } from '../../base/error.ts'
import type { Caller } from '../../domain/call.ts'
import type { RecordMisses } from '../../domain/record-miss.ts'
import type { RecordConnections } from '../../domain/record-store.ts'
import type { ReadRecordCard } from '../../operations/records-desk.ts'
import { recordCard } from '../../records/answer/card.ts'
import { isOwned } from '../../records/answer/words.ts'
import { findRow } from '../../records/compile/find-records.ts'
import { entityNamed } from '../../records/described.ts'
import { failureFor, readerOf } from './reader-of.ts'

export interface CardParts {
  readonly connections: Pick<RecordConnections, 'of'>
  readonly misses: Pick<RecordMisses, 'note'>
  readonly caller: () => Caller
  readonly clock: () => number
}

export const recordCards =
  ({ connections, misses, caller, clock }: CardParts): ReadRecordCard =>
  async ({ collection, entity: name, id }, signal) => {
    const reader = readerOf(caller())
    if (!reader)
      throw new AppError('forbidden', 'Records are shown to customers and staff. Make a key with "keys create --collection … --customer ID" or --staff.')
    const connected = await connections.of(collection)
    const entity = connected && entityNamed(connected.description, name)
    const isStaff = reader.kind === 'staff'
    if (!connected || !entity || (entity.owner.kind === 'staff' && !isStaff))
      throw new AppError('not_found', `There is no kind of record called "${name}" here.`)
    const row = await findRow({ ...connected, reader, clock }, name, id, signal).catch((error: unknown) => {
      throw isAppError(error) ? failureFor(reader, error) : error
    })
    if (row) return { ...recordCard(connected.description, row.cells), entity: name, id }
    const [field] = entity.key
    if (!isStaff && field !== undefined && entity.key.length === 1) misses.note({ collection, field: { entity: name, field }, id })
    throw new AppError('not_found', `No ${entity.name} ${id} was found${isOwned(entity, isStaff) ? ` among your ${entity.plural}` : ''}.`)
  }
