-- What models were asked for and what it cost, one row a call; and how much may be spent. Decision 0015 tells how the limits hold.

create table ledger_entry (
  id uuid primary key,
  -- When the call went out: this decides whose day and month it is counted to.
  at timestamptz not null,
  provider text not null,
  model text not null,
  task text not null,
  purpose text not null check (purpose in ('live', 'evaluation')),
  caller_id text not null,
  collection text,
  trace_id text,
  state text not null check (state in ('settled', 'aborted', 'failed', 'lost')),
  input_tokens bigint not null,
  output_tokens bigint not null,
  cache_read_tokens bigint,
  cache_write_tokens bigint,
  reasoning_tokens bigint,
  is_reported boolean not null,
  -- US dollars, exact; null = the price is unknown, never zero for that.
  cost_usd numeric(30, 12),
  price_source text,
  price_date date,
  first_chunk_ms double precision,
  duration_ms double precision not null,
  -- What token budgets count: all but the embedder of this machine.
  counted_tokens bigint not null generated always as
    (case when task = 'embed' and provider = 'local' then 0 else input_tokens + output_tokens end) stored
);
create index ledger_entry_at on ledger_entry (at);
create index ledger_entry_caller on ledger_entry (caller_id, at);
create index ledger_entry_collection on ledger_entry (collection, at);
create index ledger_entry_trace on ledger_entry (trace_id) where trace_id is not null;

-- Calls that are out, with the worst case that is put aside for them. A row whose lease has ended is of a process that died.
create table open_call (
  id uuid primary key,
  at timestamptz not null,
  provider text not null,
  model text not null,
  task text not null,
  purpose text not null,
  caller_id text not null,
  collection text,
  trace_id text,
  worst_input_tokens bigint not null,
  worst_output_tokens bigint not null,
  worst_usd numeric(30, 12),
  price_source text,
  price_date date,
  holder uuid not null,
  lease_until timestamptz not null
);
create index open_call_lease on open_call (lease_until);

create table budget (
  subject text not null check (subject in ('system', 'key', 'collection')),
  -- Empty for the system.
  subject_id text not null,
  period text not null check (period in ('day', 'month')),
  usd numeric(30, 12) check (usd >= 0),
  tokens bigint check (tokens >= 0),
  primary key (subject, subject_id, period),
  check (usd is not null or tokens is not null)
);

-- What the ledger says of a period in which somebody is held to a budget, kept as a sum. Calls take turns at its row.
create table spending (
  subject text not null,
  subject_id text not null,
  period text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  usd numeric(30, 12) not null,
  tokens bigint not null,
  primary key (subject, subject_id, period, starts_at)
);

do $$
declare name text;
begin
  foreach name in array array['ledger_entry', 'open_call'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy scope on %I using (
         (select current_setting(''answerable.scope'', true)) = ''*''
         or collection = any ((select string_to_array(current_setting(''answerable.scope'', true), E''\x1f''))::text[]))',
      name);
  end loop;
  foreach name in array array['budget', 'spending'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy scope on %I using (
         (select current_setting(''answerable.scope'', true)) = ''*''
         or subject = ''collection''
           and subject_id = any ((select string_to_array(current_setting(''answerable.scope'', true), E''\x1f''))::text[]))',
      name);
  end loop;
end $$;
