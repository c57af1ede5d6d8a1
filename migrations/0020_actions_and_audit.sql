-- Proposals of actions, the audit log, and the switch that stops everything. They belong to no collection: only the owner's eyes see them.

create table action_proposal (
  id uuid primary key,
  -- SHA-256 of everything that would run.
  hash text not null,
  action text not null,
  proposed_to text not null,
  state text not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  -- What was proposed, as it was then: masked, never changed.
  detail jsonb not null,
  outcome jsonb,
  -- While it is approved or running, moved on by whoever runs it.
  alive_until timestamptz
);
create index action_proposal_under_way on action_proposal (alive_until) where state in ('approved', 'running');

alter table action_proposal enable row level security;
alter table action_proposal force row level security;
create policy scope on action_proposal using ((select current_setting('answerable.scope', true)) = '*');

create table audit_record (
  sequence bigint primary key,
  at timestamptz not null,
  caller text not null,
  kind text not null,
  subject text,
  -- Canonical JSON (RFC 8785), as it was hashed; masked.
  detail text not null,
  previous_hash text not null,
  hash text not null unique
);
create index audit_record_subject on audit_record (subject, sequence) where subject is not null;

alter table audit_record enable row level security;
alter table audit_record force row level security;
-- The program itself only adds to it: no policy lets it change or remove a record.
create policy scope on audit_record for select using ((select current_setting('answerable.scope', true)) = '*');
create policy adding on audit_record for insert with check ((select current_setting('answerable.scope', true)) = '*');

-- The newest record, so that one cut from the end is missed.
create table audit_head (
  is_the_one boolean primary key default true check (is_the_one),
  sequence bigint not null,
  hash text not null
);
alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy scope on audit_head for select using ((select current_setting('answerable.scope', true)) = '*');
create policy adding on audit_head for insert with check ((select current_setting('answerable.scope', true)) = '*');
create policy moving on audit_head for update using ((select current_setting('answerable.scope', true)) = '*');

-- One row while everything is stopped, none while it may run.
create table agent_stop (
  is_the_one boolean primary key default true check (is_the_one),
  stopped_at timestamptz not null,
  stopped_by text not null,
  reason text not null
);
alter table agent_stop enable row level security;
alter table agent_stop force row level security;
create policy scope on agent_stop using ((select current_setting('answerable.scope', true)) = '*');
