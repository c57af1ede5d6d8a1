import { AppError } from '../../base/error.ts'
import type { Caller } from '../../domain/call.ts'
import type { RecordReader } from '../../domain/record-store.ts'

/** By the credential alone. Null: the owner and ordinary keys read no rows. */
export const readerOf = ({ customer, isStaff }: Caller): RecordReader | null =>
  customer ? { kind: 'customer', id: customer.id } : isStaff ? { kind: 'staff' } : null

/** What is wrong with a database is for those who run it: a customer is told that it cannot be read, and nothing of it. */
export const failureFor = (reader: RecordReader, error: AppError): AppError =>
  reader.kind === 'staff' || error.code === 'cancelled'
    ? error
    : error.code === 'too_large'
      ? new AppError('too_large', 'What you ask about is there, and it is too large to be told here. Ask whoever runs this service to show it to you.', {
          cause: error,
        })
      : new AppError(error.code === 'upstream_timeout' ? 'upstream_timeout' : 'unavailable', 'Your records cannot be read just now. Try again in a moment.', {
          cause: error,
        })
