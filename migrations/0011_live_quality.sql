-- What judges say of answers that people got, made behind in quiet moments. A row is claimed before it is judged, and goes with its journal row.

create table live_judgement (
  trace_id text not null references journal (trace_id) on delete cascade,
  rubric text not null,
  judge text not null,
  collection text not null,
  -- Of the rubric's text: a judge's certificate counts for exactly these words.
  rubric_hash text not null,
  claimed_at timestamptz not null default now(),
  -- A worker owns the row while lease_until lies ahead and its token is the newest; null once it is judged.
  lease_until timestamptz,
  token bigint not null default 0,
  attempts integer not null default 1,
  judged_at timestamptz,
  -- Null: it could not be judged, and `failure` says why.
  verdict text check (verdict in ('pass', 'fail')),
  score double precision,
  -- May hold words of documents: forgotten with them.
  explanation text not null default '',
  failure text,
  -- Null while the price is not known.
  cost_usd double precision,
  -- What it may cost while it is under way, and what attempts that died may have cost.
  reserved_usd double precision not null default 0,
  lost_usd double precision not null default 0,
  primary key (trace_id, rubric, judge)
);
create index live_judgement_open on live_judgement (judge, rubric) where judged_at is null;
create index live_judgement_claimed on live_judgement (claimed_at);
create index journal_live on journal (asked_at) where purpose = 'live';

alter table live_judgement enable row level security;
alter table live_judgement force row level security;
create policy scope on live_judgement using (
  (select current_setting('answerable.scope', true)) = '*'
  or collection = any ((select string_to_array(current_setting('answerable.scope', true), E'\x1f'))::text[]));
