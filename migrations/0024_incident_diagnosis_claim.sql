-- Which process diagnoses an incident: it owns the work while this lies ahead.
alter table incident add column diagnosing_until timestamptz;

-- What recent incidents are found by; that of changed_at was used by no query.
drop index incident_changed;
drop index incident_unresolved;
create index incident_unresolved on incident (id) where state <> 'resolved';
create index incident_resolved on incident (resolved_at);
