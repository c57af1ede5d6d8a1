-- What people say of answers: the latest word on each, gone with the journal's row.

create table feedback (
  trace_id text primary key references journal (trace_id) on delete cascade,
  collection text not null,
  rating text not null check (rating in ('up', 'down')),
  comment text,
  -- What the answer should have said.
  correction text,
  given_at timestamptz not null default now()
);
create index feedback_given on feedback (collection, given_at);

alter table feedback enable row level security;
alter table feedback force row level security;
create policy scope on feedback using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
