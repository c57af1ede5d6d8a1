-- Documents, chunks, vectors, and what readers need to stay in step with them.
-- Dialect: what PostgreSQL 16 and PGlite's 18 both understand. Forward only: a released file is never edited.

create extension if not exists vector with schema public;

-- Every transaction runs as this role, so that row security holds although PGlite's only session is a superuser.
-- A server's user that may not create roles does without: it owns the tables, and FORCE ROW LEVEL SECURITY below binds owners too.
do $$ begin
  if not exists (select from pg_roles where rolname = 'answerable_app') then
    create role answerable_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null; -- two servers starting at once
  when insufficient_privilege then null;
end $$;
do $$ begin
  if not pg_has_role(current_user, 'answerable_app', 'member') then
    execute format('grant answerable_app to %I', current_user);
  end if;
exception when undefined_object or insufficient_privilege then null; -- no such role, or another owner's: see above
end $$;
do $$ begin
  execute format('grant usage on schema %I to answerable_app', current_schema());
  -- For the tables below and those of later files.
  execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to answerable_app', current_schema());
exception when undefined_object then null;
end $$;

create table collection (
  name text primary key,
  -- Raised by every write in the same transaction; readers compare it with what they hold.
  revision bigint not null default 0,
  -- Changes at or below it are no longer in "change": who is older reloads the collection.
  change_floor bigint not null default 0,
  -- Which vectors are searched. Null until the first document is embedded.
  embedding_model text,
  created_at timestamptz not null default now()
);

create table document (
  id uuid primary key,
  collection text not null references collection (name) on delete cascade,
  source text not null,
  title text not null,
  version text not null,
  media_type text not null,
  language text not null,
  metadata jsonb not null default '{}',
  -- The real path of the root a sync read it from; null for what a client sent.
  root text,
  stamp text,
  pipeline text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (collection, source)
);
create index document_root on document (collection, root);

-- The current text and those older ones that an answer in the journal still cites.
create table document_version (
  document_id uuid not null references document (id) on delete cascade,
  version text not null,
  collection text not null,
  title text not null,
  text text not null,
  page_starts integer[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (document_id, version)
);

create table chunk (
  id uuid primary key,
  document_id uuid not null references document (id) on delete cascade,
  collection text not null,
  ordinal integer not null,
  start_offset integer not null,
  end_offset integer not null,
  tokens integer not null,
  heading_path text[] not null default '{}',
  -- SHA-256 of what is embedded: the same words get the same vector without the model.
  embed_hash text not null
);
-- Not unique: while a document is replaced its old chunks stay until their vectors were handed on.
create index chunk_document on chunk (document_id, ordinal);
create index chunk_collection on chunk (collection);
create index chunk_embed_hash on chunk (embed_hash);

-- No fixed dimension: several models may live side by side, each with its own partial index where one is wanted.
create table embedding (
  chunk_id uuid not null references chunk (id) on delete cascade,
  model_id text not null,
  collection text not null,
  vector vector not null,
  primary key (chunk_id, model_id)
);
create index embedding_model on embedding (collection, model_id);

-- Chunks that a worker is embedding right now; one that died is forgotten when its time is over.
create table embedding_lease (
  chunk_id uuid not null references chunk (id) on delete cascade,
  model_id text not null,
  collection text not null,
  lease_until timestamptz not null,
  primary key (chunk_id, model_id)
);

-- Which documents changed at which revision: readers reload just these.
create table change (
  collection text not null references collection (name) on delete cascade,
  revision bigint not null,
  document_id uuid not null,
  primary key (collection, revision, document_id)
);

-- answerable.scope names the collections this transaction may see, joined by U+001F, or '*'. Unset: nothing.
do $$
declare name text;
begin
  foreach name in array array['collection', 'document', 'document_version', 'chunk', 'embedding', 'embedding_lease', 'change'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy scope on %I using (
         (select current_setting(''answerable.scope'', true)) = ''*''
         or %I = any ((select string_to_array(current_setting(''answerable.scope'', true), E''\x1f''))::text[]))',
      name, case when name = 'collection' then 'name' else 'collection' end);
  end loop;
end $$;
