-- Records that customers ask about: what is connected, and whose rows a key may ask for.

alter table api_key add column customer text;
alter table api_key add column is_staff boolean not null default false;
-- A key of a customer or of staff is for one collection, and asks only.
alter table api_key add constraint api_key_records check (
  (customer is null and not is_staff) or (scope = 'ask' and cardinality(collections) = 1 and not (customer is not null and is_staff))
);

create table record_connection (
  collection text primary key,
  -- The file as it was given; passwords are in no such file, only names of environment variables.
  description text not null,
  -- The folder that paths in it are relative to.
  base_dir text not null,
  -- What the tables looked like when it was connected: names and types of what it uses.
  fingerprint text not null,
  -- Raised when it is connected again or its rows are imported again.
  revision bigint not null default 1,
  connected_at timestamptz not null default now()
);
alter table record_connection enable row level security;
alter table record_connection force row level security;
create policy scope on record_connection using (
  current_setting('answerable.scope', true) = '*'
  or collection = any (string_to_array(current_setting('answerable.scope', true), E'\x1f'))
);
