-- Keys by which others than the owner come in, the page's sessions, and how fast each key asks. Secrets are kept as SHA-256 only.

create table api_key (
  -- Public: it stands in the key and in ledger and traces.
  id text primary key,
  -- Written by people.
  name text not null,
  scope text not null check (scope in ('ask', 'write', 'admin')),
  -- Null: all, those that come later too.
  collections text[] check (cardinality(collections) > 0),
  secret_hash text not null,
  -- After a rotation, until the grace is over.
  previous_hash text,
  previous_until timestamptz,
  -- Null: as the settings say.
  requests_per_minute integer check (requests_per_minute > 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  suspended_at timestamptz,
  revoked_at timestamptz,
  -- To the minute.
  last_used_at timestamptz
);

-- Somebody is logged in on the page. It ends with the secret that opened it.
create table key_session (
  token_hash text primary key,
  key_id text not null references api_key (id) on delete cascade,
  secret_hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index key_session_expires on key_session (expires_at);

-- Unlogged: a request waits for no disk, and after a crash everybody starts with a fresh minute.
create unlogged table key_rate (
  key_id text primary key references api_key (id) on delete cascade,
  -- When all that was asked so far is paid off, one request every 60 s / limit.
  paid_at timestamptz not null
);

-- Whoever added a job; it runs with these eyes. Null: the program itself.
alter table job add column caller jsonb;

alter table api_key enable row level security;
alter table api_key force row level security;
-- A key is seen, and made, by whoever sees all of its collections.
create policy scope on api_key using (
  (select current_setting('answerable.scope', true)) = '*'
  or collections <@ (select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]);

-- Whoever sees the answer sees what it cites.
alter table cited_version enable row level security;
alter table cited_version force row level security;
create policy scope on cited_version using (
  (select current_setting('answerable.scope', true)) = '*'
  or exists (select from journal where journal.trace_id = cited_version.trace_id));

-- Only the program itself looks into these.
alter table key_session enable row level security;
alter table key_session force row level security;
create policy scope on key_session using ((select current_setting('answerable.scope', true)) = '*');
alter table key_rate enable row level security;
alter table key_rate force row level security;
create policy scope on key_rate using ((select current_setting('answerable.scope', true)) = '*');
