-- What people say of answers that they are shown blind. The answers' own words stand in the journal, and are forgotten there.

create table label_sheet (
  id uuid primary key,
  name text not null,
  collection text not null,
  -- No reference: ratings outlive the run that they are about.
  run_id text,
  created_at timestamptz not null default now()
);

create table label_item (
  id uuid primary key,
  sheet_id uuid not null references label_sheet (id) on delete cascade,
  collection text not null,
  case_id text not null,
  variant text not null,
  trace_id text not null,
  unique (sheet_id, trace_id)
);

-- One person's latest word on one answer: sent twice, it counts once.
create table label_rating (
  item_id uuid not null references label_item (id) on delete cascade,
  rater text not null,
  collection text not null,
  accuracy smallint not null check (accuracy between 1 and 5),
  helpfulness smallint not null check (helpfulness between 1 and 5),
  comment text,
  given_at timestamptz not null default now(),
  primary key (item_id, rater)
);

do $$
declare name text;
begin
  foreach name in array array['label_sheet', 'label_item', 'label_rating'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy scope on %I using (
         (select current_setting(''answerable.scope'', true)) = ''*''
         or collection = any ((select string_to_array(current_setting(''answerable.scope'', true), E''\x1f''))::text[]))',
      name);
  end loop;
end $$;
