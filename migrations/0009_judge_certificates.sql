-- How judges agreed with people on labelled items. Figures and labels only: no word of a document or of a person.

create table judge_certificate (
  id uuid primary key,
  rubric_hash text not null,
  judge text not null,
  made_at timestamptz not null default now(),
  certificate jsonb not null
);
create index judge_certificate_newest on judge_certificate (rubric_hash, judge, made_at);

-- It belongs to no collection, so only the program itself sees it.
alter table judge_certificate enable row level security;
alter table judge_certificate force row level security;
create policy scope on judge_certificate using ((select current_setting('answerable.scope', true)) = '*');
