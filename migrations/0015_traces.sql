-- How every question ended, also those that failed, with its spans. Words are in the journal; `question` is of those that left no journal row.

create table trace (
  trace_id text primary key,
  asked_at timestamptz not null,
  collection text not null,
  -- `owner`, `system`, or the id of a key.
  caller_id text not null,
  purpose text not null default 'live',
  outcome text not null check (outcome in ('answered', 'abstained', 'failed', 'cancelled')),
  abstained text,
  error_code text,
  http_status integer,
  model text,
  cache text,
  degraded text[] not null default '{}',
  duration_ms double precision not null,
  first_text_ms double precision,
  question text,
  spans jsonb not null default '[]',
  -- Words are kept for as long as the settings say; figures stay.
  content_removed_at timestamptz
);

alter table journal add column content_removed_at timestamptz;
create index journal_with_content on journal (asked_at) where content_removed_at is null and purpose = 'live';
create index trace_asked on trace (asked_at desc, trace_id desc);
create index trace_of_collection on trace (collection, asked_at desc, trace_id desc);

alter table trace enable row level security;
alter table trace force row level security;
create policy scope on trace using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
