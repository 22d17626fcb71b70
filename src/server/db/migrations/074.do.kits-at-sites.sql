-- What orders of sites asked of kits: the parts are what is asked of stock (demand_lines), the kit is what the site itself counts down.
create table kit_sales (
  tenant_id uuid not null,
  channel_id uuid not null,
  order_id text not null check (length(order_id) between 1 and 100),
  sku text not null,
  -- Ten-thousandths of a unit.
  quantity bigint not null check (quantity > 0),
  first_seen_at timestamptz not null,
  primary key (tenant_id, channel_id, order_id, sku),
  foreign key (tenant_id, sku) references sync_skus (tenant_id, sku) on update cascade
);
create index kit_sales_recent on kit_sales (tenant_id, sku, first_seen_at);
alter table kit_sales enable row level security;
alter table kit_sales force row level security;
create policy own_tenant on kit_sales using (tenant_id = (select current_tenant()));
grant select, insert, update on kit_sales to estoqueuni_app;

-- Which kits something is a part of.
create index bling_kit_parts_component on bling_kit_parts (tenant_id, account_id, component_id);
