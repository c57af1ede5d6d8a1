-- Writes that a client may send again with the same Idempotency-Key. What was sent is kept as a hash only.

create table idempotent_write (
  caller_id text not null,
  -- SHA-256 of the key that the client chose.
  key_hash text not null,
  collection text not null,
  -- SHA-256 of operation and input.
  input_hash text not null,
  -- For what the write makes (a job): the same when it is done again after a crash.
  effect_id uuid not null,
  created_at timestamptz not null default now(),
  -- Who does it owns the row while lease_until lies ahead and its token is the newest; null once it is done.
  lease_until timestamptz,
  token bigint not null default 1,
  status integer,
  -- Null while it is not done, and when it named a document that was removed since.
  response jsonb,
  primary key (caller_id, key_hash)
);
create index idempotent_write_created on idempotent_write (created_at);

-- Who removes a document clears what was answered about it, whoever asked. Rows are claimed by the program itself, for one caller.
alter table idempotent_write enable row level security;
alter table idempotent_write force row level security;
create policy scope on idempotent_write using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
