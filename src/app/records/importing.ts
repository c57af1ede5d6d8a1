/** From files to tables that hold customers apart. */
import { ownRoles } from '../../adapters/records/connection.ts'
import { stageImport, type Staged } from '../../adapters/records/import/import-source.ts'
import type { ImportSource } from '../../adapters/records/import/read-source.ts'
import { ownRoleStatements } from '../../adapters/records/own-records.ts'
import { stagedCatalogue } from '../../adapters/records/import/staged-catalogue.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { OnRecordRows } from '../../operations/records-desk.ts'
import { columnFindings } from '../../records/describe/check/columns.ts'
import { policyStatements } from '../../records/describe/policies/policies-sql.ts'
import { assertNoErrors } from './assert-no-errors.ts'
import { keysOf, textColumns, valueColumns } from './description-parts.ts'
import type { ConnectionParts } from './open-connections.ts'

export interface Importing {
  readonly own: ConnectionParts['own']
  readonly description: RecordsDescription
  readonly source: ImportSource
  readonly schema: string
  readonly onRows?: OnRecordRows
  readonly signal?: AbortSignal | undefined
}

/** Fails with a sentence for each fault, and then leaves nothing behind. */
export const importDescribed = async ({ own, description, source, schema, onRows, signal }: Importing): Promise<Staged> => {
  const { zone } = description
  const staged = await stageImport({
    own: own(),
    schema,
    source,
    texts: textColumns(description),
    values: valueColumns(description),
    zone,
    signal,
    ...(onRows && { onRows }),
  })
  try {
    const catalogue = stagedCatalogue(staged.tables)
    assertNoErrors(columnFindings(description, catalogue))
    await staged.assertKeys(keysOf(description))
    const policies = policyStatements(description, ownRoles, { schema: staged.schema, catalogue, makeRoles: 'no', isOwn: true })
    await staged.run([...ownRoleStatements(), ...policies])
    return staged
  } catch (error) {
    await staged.discard()
    throw error
  }
}
