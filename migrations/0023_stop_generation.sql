-- How often everything was stopped: never taken back, so that who did not see a short stop knows of it by the next look.
create table agent_stop_generation (
  is_the_one boolean primary key default true check (is_the_one),
  generation bigint not null
);
alter table agent_stop_generation enable row level security;
alter table agent_stop_generation force row level security;
create policy scope on agent_stop_generation using ((select current_setting('answerable.scope', true)) = '*');
