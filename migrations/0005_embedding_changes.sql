-- Changing the embedding model of a collection, and knowing which answers a document went into.

-- How models were opened, to open them again for as long as their vectors are searched. Never a key.
create table embedder (
  id text primary key,
  setting jsonb not null,
  dimensions integer not null,
  created_at timestamptz not null default now()
);

alter table collection
  -- Vectors that are being made behind; searched from the moment that no chunk would lose its vector by it.
  add column next_model text,
  -- What was searched before the last change: its vectors stay until they are dropped.
  add column previous_model text,
  -- What the settings asked for when somebody chose otherwise: not asked again until they ask for something else.
  add column declined_model text;

-- Which documents an answer was made from, cited or not: when one is removed, its words go from the journal too.
create table journal_document (
  document_id uuid not null,
  trace_id text not null references journal (trace_id) on delete cascade,
  collection text not null,
  primary key (document_id, trace_id)
);
create index journal_document_trace on journal_document (trace_id);

insert into journal_document (document_id, trace_id, collection)
  select distinct found.id::uuid, trace_id, collection
  from journal cross join lateral (select jsonb_path_query(detail, '$.**.documentId') #>> '{}' as id) as found
  where found.id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  on conflict do nothing;

alter table embedder enable row level security;
alter table embedder force row level security;
create policy scope on embedder using ((select current_setting('answerable.scope', true)) = '*');

alter table journal_document enable row level security;
alter table journal_document force row level security;
create policy scope on journal_document using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
