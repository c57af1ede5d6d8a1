import { ownRoles } from '../../adapters/records/connection.ts'
import { AppError, isAppError } from '../../base/error.ts'
import type { RecordsDescription, RecordsSource } from '../../domain/record-description.ts'
import type { Catalogue } from '../../domain/record-store.ts'
import { unheldRoles } from '../../records/describe/check/isolation.ts'
import { policiesSql } from '../../records/describe/policies/policies-sql.ts'
import { ownSchemaOf } from './description-parts.ts'
import { storeOf, type ConnectionParts } from './open-connections.ts'
import { rolesOf } from './roles-of.ts'

/**
 * A server that cannot be reached yet is described all the same: the script comes before the role. Fails with `invalid` where the roles are such
 * that no policy keeps them from what others have.
 */
export const policiesFor = async (parts: ConnectionParts, description: RecordsDescription): Promise<string> => {
  const { source, collection } = description
  if (source.kind !== 'postgres')
    return policiesSql(description, ownRoles, { schema: ownSchemaOf(collection), catalogue: null, makeRoles: 'nologin', isOwn: true })
  const roles = rolesOf(source, parts.env)
  if (roles.customer === roles.staff || source.urlFrom === source.staffUrlFrom) throw sameRole(source, roles.customer)
  const catalogue = await catalogueIfReachable(parts, description)
  const unheld = catalogue ? unheldRoles(description, catalogue) : []
  if (unheld.length > 0) throw new AppError('invalid', `${unheld.join(' ')} ${another}`)
  return policiesSql(description, roles, { schema: source.schema, catalogue, makeRoles: 'login', isOwn: false })
}

const another =
  'Write the name of another role into the address of its environment variable: one that is not there yet is made by the script, which is then printed here.'

const sameRole = ({ urlFrom, staffUrlFrom }: Extract<RecordsSource, { kind: 'postgres' }>, role: string): AppError =>
  new AppError('invalid', `${urlFrom} and ${staffUrlFrom} name the same role "${role}", so customers would be shown what staff is. ${another}`)

const catalogueIfReachable = async (parts: ConnectionParts, description: RecordsDescription): Promise<Catalogue | null> => {
  try {
    const store = storeOf(description, { ...parts, revision: '' })
    try {
      return await store.catalogue({ samples: false })
    } finally {
      await store.close()
    }
  } catch (error) {
    if (isAppError(error)) return null
    throw error
  }
}
