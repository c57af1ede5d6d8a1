-- Null collections are all of them: what compares with null is neither true nor false, and a check lets it pass.

alter table api_key drop constraint api_key_records;
alter table api_key add constraint api_key_records check (
  (customer is null and not is_staff)
  or (scope = 'ask' and collections is not null and cardinality(collections) = 1 and not (customer is not null and is_staff))
);
