-- Who runs a suite just now: two processes on one database would pay for the same answers twice.

create table eval_lease (
  -- Hash of the suite with what answers it; no words.
  key text primary key,
  collection text not null,
  owner text not null,
  -- Renewed while its owner lives; whoever died loses it by itself.
  lease_until timestamptz not null
);

alter table eval_lease enable row level security;
alter table eval_lease force row level security;
create policy scope on eval_lease using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
