import { AppError } from '../../base/error.ts'
import type { RecordFinding } from '../../domain/record-store.ts'

/** Fails with `invalid`: the sentence of each error, at most ten. */
export const assertNoErrors = (findings: readonly RecordFinding[]): void => {
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ sentence }) => sentence)
  if (errors.length === 0) return
  const more = errors.length > mostShown ? [`And ${errors.length - mostShown} more.`] : []
  throw new AppError('invalid', [...errors.slice(0, mostShown), ...more].join('\n'))
}

const mostShown = 10
