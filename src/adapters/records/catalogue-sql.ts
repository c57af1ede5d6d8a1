/** Questions to PostgreSQL's own catalogue, 14 and newer; each gives one JSON text. `$1` is the schema. */

const columnsOf = (relation: string, numbers: string): string =>
  `(select json_agg(attname order by place) from unnest(${numbers}::int2[]) with ordinality as part (number, place)
    join pg_catalog.pg_attribute on attrelid = ${relation} and attnum = number)`

const policiesOf = (relation: string): string =>
  `(select coalesce(json_agg(json_build_object(
      'name', polname,
      'roles', (select json_agg(coalesce(rolname, 'public')) from unnest(polroles) as member left join pg_catalog.pg_roles on pg_roles.oid = member),
      'command', case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'using', coalesce(pg_catalog.pg_get_expr(polqual, polrelid), '')) order by polname), '[]')
    from pg_catalog.pg_policy where polrelid = ${relation})`

/** What a view is made of. */
const madeOf = `pg_catalog.pg_rewrite join pg_catalog.pg_depend on pg_depend.objid = pg_rewrite.oid and pg_depend.classid = 'pg_catalog.pg_rewrite'::regclass`

const beneathView = `${madeOf}
    join pg_catalog.pg_class as beneath on beneath.oid = pg_depend.refobjid and pg_depend.refclassid = 'pg_catalog.pg_class'::regclass
  where ev_class = class.oid and beneath.oid <> class.oid`

/**
 * A view reads with its owner's rights unless it is told otherwise (security_invoker, 15 and newer); then there must be tables beneath it, all of
 * them held, and no function that has its owner's rights.
 */
const viewIsHeld = `(class.relkind = 'v' and coalesce(class.reloptions::text ~ 'security_invoker=(true|on|1|yes)', false)
  and exists (select from ${beneathView})
  and not exists (select from ${beneathView} and (beneath.relkind not in ('r', 'p') or not beneath.relrowsecurity))
  and not exists (select from ${madeOf}
    join pg_catalog.pg_proc on pg_proc.oid = pg_depend.refobjid and pg_depend.refclassid = 'pg_catalog.pg_proc'::regclass
  where ev_class = class.oid and prosecdef))`

const tablesBeneath = `(select coalesce(json_agg(json_build_object('name', name, 'policies', ${policiesOf('found.oid')}) order by name), '[]') from (
    select distinct beneath.oid, case when beneath.relnamespace = class.relnamespace then '' else beneath.relnamespace::regnamespace::text || '.' end || beneath.relname as name
    from ${beneathView}) as found)`

export const tablesSql = `
  select json_agg(json_build_object(
    'name', class.relname,
    'isView', class.relkind in ('v', 'm'),
    'comment', coalesce(pg_catalog.obj_description(class.oid, 'pg_class'), ''),
    'columns', (select coalesce(json_agg(json_build_object(
        'name', attname, 'type', pg_catalog.format_type(atttypid, atttypmod), 'isNullable', not attnotnull,
        'comment', coalesce(pg_catalog.col_description(attrelid, attnum), ''), 'samples', json_build_array(), 'distinct', null) order by attnum), '[]')
      from pg_catalog.pg_attribute where attrelid = class.oid and attnum > 0 and not attisdropped),
    'primaryKey', coalesce((select ${columnsOf('conrelid', 'conkey')} from pg_catalog.pg_constraint where conrelid = class.oid and contype = 'p'), '[]'),
    'uniqueKeys', (select coalesce(json_agg(${columnsOf('indrelid', 'indkey')}), '[]') from pg_catalog.pg_index
      where indrelid = class.oid and indisunique and not indisprimary and indpred is null and indexprs is null),
    'foreignKeys', (select coalesce(json_agg(json_build_object(
        'columns', ${columnsOf('conrelid', 'conkey')}, 'table', other.relname, 'references', ${columnsOf('confrelid', 'confkey')}) order by conname), '[]')
      from pg_catalog.pg_constraint join pg_catalog.pg_class as other on other.oid = confrelid where conrelid = class.oid and contype = 'f'),
    'rows', case when class.reltuples < 0 then null else class.reltuples::bigint end,
    'rowSecurity', json_build_object(
      'isOn', case when class.relkind in ('v', 'm') then ${viewIsHeld} else class.relrowsecurity end,
      'isForced', class.relforcerowsecurity,
      'policies', ${policiesOf('class.oid')},
      'beneath', case when class.relkind = 'v' then ${tablesBeneath} end))
    order by class.relname)::text
  from pg_catalog.pg_class as class join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
  where namespace.nspname = $1 and class.relkind in ('r', 'p', 'v', 'm', 'f')
    and (pg_catalog.has_table_privilege(class.oid, 'select') or pg_catalog.has_any_column_privilege(class.oid, 'select'))`

/** What it may do directly, or by any role that it may become. */
export const roleSql = `
  select json_build_object(
    'name', current_user,
    'isSuperuser', (select bool_or(rolsuper) from pg_catalog.pg_roles where pg_catalog.pg_has_role(current_user, oid, 'member')),
    'bypassesRowSecurity', (select bool_or(rolbypassrls) from pg_catalog.pg_roles where pg_catalog.pg_has_role(current_user, oid, 'member')),
    'memberOf', (select coalesce(json_agg(rolname order by rolname), '[]') from pg_catalog.pg_roles
      where rolname <> current_user and pg_catalog.pg_has_role(current_user, oid, 'member')),
    'owns', (select coalesce(json_agg(relname order by relname), '[]') from pg_catalog.pg_class
      where relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1) and relkind in ('r', 'p', 'v', 'm', 'f')
        and pg_catalog.pg_has_role(current_user, relowner, 'member')),
    'writes', (select coalesce(json_agg(relname order by relname), '[]') from pg_catalog.pg_class
      where relnamespace = (select oid from pg_catalog.pg_namespace where nspname = $1) and relkind in ('r', 'p', 'v', 'f')
        and (pg_catalog.has_table_privilege(oid, 'insert, update, delete, truncate') or pg_catalog.has_any_column_privilege(oid, 'insert, update'))))::text`
