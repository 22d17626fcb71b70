-- When it was seen where an account reserves.
alter table sync_accounts add column reserves_in_found_at timestamptz;

-- One new order of known quantity is watched for where its account keeps it apart, while nobody knows. `*_before`: reserved in the
-- account's main and shared deposits before the order, and what the main ones held; null until the first look since.
create table sync_reservation_watches (
  tenant_id uuid not null,
  account_id uuid not null,
  sku text not null,
  order_id text not null,
  quantity bigint not null check (quantity > 0),
  began_at timestamptz not null,
  main_before bigint,
  shared_before bigint,
  held_before bigint,
  primary key (tenant_id, account_id, sku),
  foreign key (tenant_id, account_id) references sync_accounts (tenant_id, account_id),
  foreign key (tenant_id, sku) references sync_skus (tenant_id, sku) on update cascade
) with (fillfactor = 70);
create index sync_reservation_watches_sku on sync_reservation_watches (tenant_id, sku);
alter table sync_reservation_watches enable row level security;
alter table sync_reservation_watches force row level security;
create policy own_tenant on sync_reservation_watches using (tenant_id = (select current_tenant()));
grant select, insert, update, delete on sync_reservation_watches to estoqueuni_app;
