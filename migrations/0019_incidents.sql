-- Watches with what their rules remember, and the incidents that their signals make.

create table watch_state (
  watch text primary key,
  -- SHA-256 of what is looked at and by which rule: another one begins to learn anew.
  definition text not null,
  every_seconds double precision not null,
  due_at timestamptz not null default now(),
  -- A process owns the row while lease_until lies ahead and its token is the newest.
  lease_until timestamptz,
  token bigint not null default 0,
  runs bigint not null default 0,
  -- Runs that saw nothing, or less than all.
  failures bigint not null default 0,
  last_run_at timestamptz,
  duration_ms double precision,
  problem text,
  -- Baselines and newest samples by thing; bounded by the program.
  memory jsonb
);
create index watch_state_due on watch_state (due_at);

create table incident (
  id uuid primary key,
  title text not null,
  service text not null,
  grade text not null check (grade in ('info', 'warning', 'critical')),
  state text not null check (state in ('open', 'acknowledged', 'resolved')),
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  resolved_at timestamptz,
  reopened integer not null default 0,
  acknowledged_by text,
  -- The newest of each watch and thing; bounded by the program.
  signals jsonb not null,
  -- What happened to it, in sentences with their time; bounded by the program.
  notes jsonb not null,
  investigations uuid[] not null default '{}'
);
create index incident_unresolved on incident (changed_at) where state <> 'resolved';
create index incident_changed on incident (changed_at);

-- Machines belong to no collection: only who sees all sees them.
alter table watch_state enable row level security;
alter table watch_state force row level security;
create policy scope on watch_state using ((select current_setting('answerable.scope', true)) = '*');
alter table incident enable row level security;
alter table incident force row level security;
create policy scope on incident using ((select current_setting('answerable.scope', true)) = '*');
