-- Questions of an evaluation leave their trace like any other, and count in no statistics of live traffic.
alter table journal add column purpose text not null default 'live' check (purpose in ('live', 'evaluation'));
