import type { RecordsDescription } from '../../../domain/record-description.ts'
import type { Catalogue, RecordFinding } from '../../../domain/record-store.ts'
import { columnFindings } from './columns.ts'
import { isolationFindings } from './isolation.ts'
import { keyFindings } from './keys.ts'
import { valueFindings } from './values.ts'

/** Whether the database is as the description says, and keeps customers apart; errors first. */
export const checkDescription = (description: RecordsDescription, catalogue: Catalogue): RecordFinding[] => {
  const findings = [
    ...columnFindings(description, catalogue),
    ...keyFindings(description, catalogue),
    ...isolationFindings(description, catalogue),
    ...valueFindings(description, catalogue),
  ]
  return [...findings.filter((it) => it.severity === 'error'), ...findings.filter((it) => it.severity === 'warning')]
}
