import type { RecordsSource } from '../../domain/record-description.ts'
import type { RecordRoles } from '../../records/describe/policies/policies-sql.ts'

/** The users that the addresses name; names of ours where there is no address yet. */
export const rolesOf = (source: Extract<RecordsSource, { kind: 'postgres' }>, env: Readonly<Record<string, string | undefined>>): RecordRoles => ({
  customer: userIn(env[source.urlFrom]) ?? 'answerable_customer',
  staff: source.staffUrlFrom === null ? null : (userIn(env[source.staffUrlFrom]) ?? 'answerable_staff'),
})

const userIn = (address: string | undefined): string | null => {
  const user = address ? URL.parse(address)?.username : null
  return user ? decodeURIComponent(user) : null
}
