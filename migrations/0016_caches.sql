-- What was worked out before: whole answers, and the vectors of questions. All of it can be made anew, and goes with what it was made from.

-- Kept for one revision of its collection: any change of a document, or of a vector, empties the collection's rows in its own transaction.
create table answer_cache (
  collection text not null references collection (name) on delete cascade,
  -- Hash of all that the answer depends on but the documents: who may see what, models, prompts, settings, options, history, question.
  key text not null,
  -- The same with the question in its normal form: equal for questions that ask the same in other words. Null: only the same words will do.
  form text,
  revision bigint not null,
  question text not null,
  -- JSON, as text: jsonb would reorder the names in it.
  answer text not null,
  bytes integer not null,
  made_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  primary key (collection, key)
);
create index answer_cache_form on answer_cache (collection, form);

-- Which process is answering a question right now, so that others wait for it. Its time runs out when it died.
create table answer_lease (
  collection text not null references collection (name) on delete cascade,
  key text not null,
  holder uuid not null,
  lease_until timestamptz not null,
  primary key (collection, key)
);

-- By collection, so that nobody learns from the clock what is asked elsewhere. The words themselves are not kept.
create table question_vector (
  collection text not null references collection (name) on delete cascade,
  model_id text not null,
  -- SHA-256 of the text.
  hash text not null,
  vector vector not null,
  used_at timestamptz not null default now(),
  primary key (collection, model_id, hash)
);

do $$
declare name text;
begin
  foreach name in array array['answer_cache', 'answer_lease', 'question_vector'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy scope on %I using (
         (select current_setting(''answerable.scope'', true)) = ''*''
         or collection = any ((select string_to_array(current_setting(''answerable.scope'', true), E''\x1f''))::text[]))',
      name);
  end loop;
end $$;
