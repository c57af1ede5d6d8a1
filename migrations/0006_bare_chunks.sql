-- A chunk that is embedded without its title and headings (ANSWERABLE_CHUNK_HEADINGS=false), so that it stays so when it is embedded again.
alter table chunk add column bare boolean not null default false;
