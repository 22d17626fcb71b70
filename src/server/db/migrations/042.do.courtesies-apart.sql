-- What was given away in the last fifteen days, in base units: shown beside the average whether or not it is counted in it. The next
-- measuring of consumption fills it.
alter table inventory_items add column courtesies_15d bigint not null default 0;
