-- Work that outlives a request, and what we remember of answers.

create table job (
  id uuid primary key,
  kind text not null,
  collection text,
  input jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
  -- Counts and sentences for whoever watches; last known state wins.
  progress jsonb not null default '{}',
  error text,
  -- A worker owns a job while lease_until lies ahead and its token is the newest: every write checks the token.
  lease_until timestamptz,
  token bigint not null default 0,
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index job_open on job (created_at) where state in ('queued', 'running');

-- One row per question.
create table journal (
  trace_id text primary key,
  asked_at timestamptz not null default now(),
  collection text not null,
  question text not null,
  answer text not null,
  abstained text,
  model text not null,
  -- Passages with ranks, prompt version and tokens, verdict per sentence, usage, timings.
  detail jsonb not null
);
create index journal_asked on journal (asked_at);

-- Versions that must stay readable because an answer cites them.
create table cited_version (
  document_id uuid not null,
  version text not null,
  trace_id text not null references journal (trace_id) on delete cascade,
  primary key (document_id, version, trace_id)
);

alter table journal enable row level security;
alter table journal force row level security;
create policy scope on journal using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));

-- A job without a collection belongs to the program itself.
alter table job enable row level security;
alter table job force row level security;
create policy scope on job using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
