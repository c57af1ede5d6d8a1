/** Where tables of our own are: what was read from files is kept beside what we know, in tables that nobody else writes. */
import { AppError } from '../../base/error.ts'
import type { Query } from '../postgres/database.ts'
import { ownRoles, quoteName, quoteText, type RecordConnection } from './connection.ts'

export interface OwnRecords {
  /** As the owner of the tables, all or nothing: for what is made there. Never with SQL that came from outside. */
  asOwner<Result>(work: (query: Query) => Promise<Result>): Promise<Result>
  /** What is made under this name is the caller's alone until it lets go. Fails with `conflict` where it is somebody's, in any process. */
  claim(name: string): Promise<() => Promise<void>>
  /** Reads as one of the two roles (`ownRoles`), which are there after `ownRoleStatements`. */
  connectionTo(schema: string): RecordConnection
  close(): Promise<void>
}

/** Makes the two roles where they are missing; whoever runs this may become them. */
export const ownRoleStatements = (): string[] =>
  Object.values(ownRoles).map(
    (role) => `do $roles$ begin
      if not exists (select from pg_catalog.pg_roles where rolname = ${quoteText(role)}) then create role ${quoteName(role)} nologin; end if;
      if not pg_catalog.pg_has_role(current_user, ${quoteText(role)}, 'set') then grant ${quoteName(role)} to current_user with inherit false, set true; end if;
    end $roles$`,
  )

export const isClaimed = (): AppError =>
  new AppError('conflict', 'The rows of these records are being read in already, by another command. Wait until that is done, then try again.')
