-- Whether a kit follows from its components ('virtual') or is counted by itself, put together beforehand; null until it is read whole again.
alter table bling_products add column kit_stock text check (kit_stock in ('virtual', 'physical', 'other'));
