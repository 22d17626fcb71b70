-- Whether an order waits for a person because it was placed before its site was connected.
alter table orders add column is_held boolean not null default false;
-- A product of the site that is linked to one of ours only now has another SKU than it was taken with.
grant update (sku) on order_items to estoqueuni_app;

-- Orders of shops that are connected already were in the demand ledger alone: they are read again, and taken.
alter table sync_sites no force row level security;
update sync_sites set orders_cursor = null, orders_read_at = null;
alter table sync_sites force row level security;
