/** From a typed request to parameterised SQL: names from the description alone, values beside the text, and nothing about who reads. */
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { RecordRequest } from '../../domain/record-request.ts'
import type { Statement } from '../../domain/record-store.ts'
import { compileFigure } from './compile-figure.ts'
import { compileFind } from './compile-find.ts'
import { compiling, entityOf, tableAs } from './context.ts'
import { whereOf } from './conditions.ts'

/** One SELECT over described tables and columns. Fails with `invalid`, and a sentence, for what `checkRequest` would not admit. */
export const compileRequest = (description: RecordsDescription, request: RecordRequest, { isStaff }: { readonly isStaff: boolean }): Statement =>
  (request.kind === 'find' ? compileFind(description, request, isStaff) : compileFigure(description, request, isStaff)).statement

/** How many rows a request matches, whatever its limit. */
export const compileTotal = (description: RecordsDescription, request: Pick<RecordRequest, 'entity' | 'where' | 'within'>, isStaff: boolean): Statement => {
  const context = compiling(description, isStaff)
  const entity = entityOf(context, request.entity)
  const alias = context.alias()
  return { sql: `select count(*)::text from ${tableAs(entity, alias)}${whereOf(context, entity, alias, request)}`, values: context.values }
}
