-- The oldest records of the audit log may go, once a record of its own kind says in the chain up to which one, and with which hash they ended.

-- Up to where records were sealed. The program adds to it, no further than the newest seal in the chain says, and never changes it.
create table audit_seal (
  through bigint primary key
);
create index audit_record_seal on audit_record (sequence) where kind = 'seal';
alter table audit_seal enable row level security;
alter table audit_seal force row level security;
create policy scope on audit_seal for select using ((select current_setting('answerable.scope', true)) = '*');
create policy adding on audit_seal for insert with check (
  (select current_setting('answerable.scope', true)) = '*'
  and through <= (select substring(detail from '"through":([0-9]{1,18})[,}]')::bigint from audit_record where kind = 'seal' order by sequence desc limit 1)
);

-- What is sealed, and nothing of the last day, whoever sealed it.
create policy ending on audit_record for delete using (
  (select current_setting('answerable.scope', true)) = '*'
  and sequence <= (select max(through) from audit_seal)
  and at < now() - interval '1 day'
);
