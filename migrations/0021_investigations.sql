-- What was asked of watched systems, what was looked at, and what came of it. Of no collection: for whoever sees all of them.

create table investigation (
  id uuid primary key,
  trace_id text not null,
  incident_id uuid,
  -- `owner`, `system`, or the id of a key.
  caller_id text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  state text not null check (state in ('running', 'done', 'failed', 'stopped')),
  model text not null,
  -- Words of whoever asked; emptied with the rest when its days are over.
  question text not null,
  -- Masked and bounded: facts and lines as capabilities gave them.
  observations jsonb not null default '[]',
  diagnosis jsonb,
  error text,
  usage jsonb not null default '{}',
  content_removed_at timestamptz
);
create index investigation_started on investigation (started_at desc, id desc);
create index investigation_of_incident on investigation (incident_id, started_at desc) where incident_id is not null;
create index investigation_with_content on investigation (started_at) where content_removed_at is null;

alter table investigation enable row level security;
alter table investigation force row level security;
create policy scope on investigation using ((select current_setting('answerable.scope', true)) = '*');

-- What runbooks said to it, of each document: gone with the document.
create table investigation_document (
  investigation_id uuid not null references investigation (id) on delete cascade,
  document_id uuid not null,
  collection text not null,
  citations jsonb not null,
  commands jsonb not null,
  primary key (investigation_id, document_id)
);
create index investigation_document_of_document on investigation_document (document_id);

alter table investigation_document enable row level security;
alter table investigation_document force row level security;
create policy scope on investigation_document using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
