-- What came of evaluations: a run, and a row for each case that was asked, written before the next one is.

create table eval_run (
  id text primary key,
  suite text not null,
  suite_hash text not null,
  -- Fingerprint of what answers: variants, settings, version. Only a run of the same plan is gone on with.
  plan text not null,
  collection text not null,
  started_at timestamptz not null default now(),
  -- Null while it runs, and when it was stopped in the middle.
  finished_at timestamptz,
  report jsonb
);
create index eval_run_started on eval_run (started_at);

create table eval_row (
  run_id text not null references eval_run (id) on delete cascade,
  case_id text not null,
  variant text not null,
  repeat integer not null,
  collection text not null,
  -- The words stand in the journal under it. What else repeats them (faults, explanations of judges) is forgotten with it.
  trace_id text,
  detail jsonb not null,
  primary key (run_id, variant, case_id, repeat)
);
create index eval_row_trace on eval_row (trace_id);

alter table eval_run enable row level security;
alter table eval_run force row level security;
create policy scope on eval_run using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));

alter table eval_row enable row level security;
alter table eval_row force row level security;
create policy scope on eval_row using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
