import type { Citation } from '../../../domain/answer.ts'
import type { RecordsDescription } from '../../../domain/record-description.ts'
import type { FoundRecords } from '../../../domain/record-store.ts'
import { fieldOf } from '../../described.ts'
import { showValue } from '../show-value.ts'
import type { ToldRecords } from '../tell-records.ts'
import { verifyRecordText } from './verify-record-text.ts'

/** The same text without sentences that say what was not found. Our own rules write none; this is what makes that no matter of trust. */
export const withoutFaults = (told: ToldRecords, found: readonly FoundRecords[], description: RecordsDescription): ToldRecords => {
  const cited = told.citations
    .filter((it) => saysItsRecord(told.text, it, found, description))
    .map(({ answerStart: start, answerEnd: end }) => ({ start, end }))
  return verifyRecordText(told.text, found, description, cited)
    .filter(({ faults }) => faults.length > 0)
    .toReversed()
    .reduce((left, { start, end }) => without(left, start, end), told)
}

/** Its words hold the value, as it is shown, of the very cell or figure that it names. */
const saysItsRecord = (
  text: string,
  { answerStart, answerEnd, record }: Citation,
  found: readonly FoundRecords[],
  description: RecordsDescription,
): boolean => {
  const field = record && fieldOf(description, record)
  if (!record || record.id === null || !field || record.value === null) return false
  const isThere = found.some(({ rows }) =>
    rows.some(({ cells }) =>
      cells.some(
        (cell) => cell.id === record.id && cell.field.entity === record.entity && cell.field.field === record.field && String(cell.value) === record.value,
      ),
    ),
  )
  return isThere && text.slice(answerStart, answerEnd).includes(showValue({ ...field, unit: null }, record.value, description))
}

const without = (told: ToldRecords, start: number, end: number): ToldRecords => {
  const stop = /\s/.test(told.text[end] ?? '') ? end + 1 : end
  return {
    ...told,
    text: told.text.slice(0, start) + told.text.slice(stop),
    citations: told.citations.flatMap((it): Citation[] => {
      if (it.answerEnd <= start) return [it]
      if (it.answerStart >= stop) return [{ ...it, answerStart: it.answerStart - (stop - start), answerEnd: it.answerEnd - (stop - start) }]
      return []
    }),
  }
}
