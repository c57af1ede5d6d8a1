-- The words of chunks, for ranking in SQL. Derived from the documents, and written only while that search is in use:
-- a chunk without a row in chunk_words is read and filled in by the next search.

create table chunk_words (
  chunk_id uuid primary key references chunk (id) on delete cascade,
  collection text not null,
  -- The sum of its counts.
  length integer not null
);
create index chunk_words_length on chunk_words (collection) include (length);

create table posting (
  collection text not null,
  term text not null,
  chunk_id uuid not null references chunk_words (chunk_id) on delete cascade,
  count smallint not null,
  -- The chunk's, once more: ranking then reads nothing but this index.
  length integer not null,
  primary key (collection, term, chunk_id) include (count, length)
);
create index posting_chunk on posting (chunk_id);

do $$
declare name text;
begin
  foreach name in array array['chunk_words', 'posting'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy scope on %I using (
         (select current_setting(''answerable.scope'', true)) = ''*''
         or collection = any ((select string_to_array(current_setting(''answerable.scope'', true), E''\x1f''))::text[]))', name);
  end loop;
end $$;
