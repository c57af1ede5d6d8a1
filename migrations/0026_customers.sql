-- Customers come in by signed tokens too: sessions and rates of callers who have no key, and whose an answer is.

-- Whoever asked; null: it was asked before this was kept, and only those who administer see it.
alter table journal add column caller_id text;

-- What a session was opened with: a key of ours, or a customer's signed token.
alter table key_session alter column key_id drop not null;
alter table key_session add column customer jsonb;
alter table key_session add constraint key_session_of_one check ((key_id is null) = (customer is not null));

-- Callers without a key are counted under their own id.
alter table key_rate drop constraint key_rate_key_id_fkey;
