-- Uploaded files on their way to becoming documents, where several machines share a server: whichever takes the job finds the bytes here.
-- Gone with the job's outcome.

create table upload_part (
  upload_id uuid not null,
  part integer not null,
  collection text not null,
  bytes bytea not null,
  created_at timestamptz not null default now(),
  primary key (upload_id, part)
);
-- Compressed files are the common case, and trying again costs time.
alter table upload_part alter column bytes set storage external;

alter table upload_part enable row level security;
alter table upload_part force row level security;
create policy scope on upload_part using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
