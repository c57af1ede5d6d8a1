import type { PolicyPart } from './policies-sql.ts'
import { quoteBody, quoteText } from './quote.ts'

/**
 * Row security hides every row from a role without a policy: of a database in use, from the shop itself. So each role that was granted something
 * on these tables keeps it. The owner is not held by row security, and needs nothing. What PUBLIC was granted cannot be kept: our roles are of it too.
 */
export const keepOthers = (tables: readonly string[], roles: readonly string[], customer: string): PolicyPart => ({
  why: 'Other roles that were granted these tables by name go on seeing and writing what they did. What was granted to PUBLIC is revoked: grant it by name to those who need it.',
  statements: tables.length === 0 ? [] : [block(tables, roles, customer)],
})

const block = (tables: readonly string[], roles: readonly string[], customer: string): string =>
  `do ${quoteBody(`
declare other record;
begin
  for other in
    select distinct class.oid::regclass as relation, role.rolname as name
    from pg_class class cross join lateral aclexplode(class.relacl) acl join pg_roles role on role.oid = acl.grantee
    where class.oid in (${tables.map((it) => `${quoteText(it)}::regclass`).join(', ')})
      and class.relkind in ('r', 'p')
      and acl.grantee <> class.relowner
      and role.rolname not in (${roles.map(quoteText).join(', ')})
      and not exists (select from pg_policy policy where policy.polrelid = class.oid and acl.grantee = any (policy.polroles))
  loop
    -- A policy of a group is one of its members: it would show customers everything.
    if pg_has_role(${quoteText(customer)}, other.name, 'member') then
      raise exception 'The role "%" is a member of "%", which was granted %. Take it out of that group, or revoke the grant, and run this again.', ${quoteText(customer)}, other.name, other.relation;
    end if;
    execute format('create policy %I on %s to %I using (true) with check (true)', left('answerable keeps ' || other.name, 63), other.relation, other.name);
  end loop;
end `)}`
