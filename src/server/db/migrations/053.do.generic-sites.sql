-- Sites written by hand keep their stock and their orders with us, and are told what becomes of these.

create table generic_stock (
  tenant_id uuid not null,
  site_id uuid not null,
  product_id text not null,
  -- Ten-thousandths of a unit. Every change makes another version.
  quantity bigint not null,
  version bigint not null default 1,
  primary key (tenant_id, site_id, product_id),
  foreign key (tenant_id, site_id, product_id) references site_products (tenant_id, site_id, product_id)
) with (fillfactor = 70);

-- Changes of a site's orders are numbered one after the other: who reads from a number on misses none.
create table generic_counters (
  tenant_id uuid not null,
  site_id uuid not null,
  changes bigint not null default 0,
  orders bigint not null default 0,
  primary key (tenant_id, site_id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id)
) with (fillfactor = 10);

create table generic_orders (
  tenant_id uuid not null,
  site_id uuid not null,
  id uuid not null,
  number bigint not null,
  -- The site's own name of the order: the same name is the same order.
  reference text not null check (length(reference) between 1 and 100),
  fingerprint text not null,
  status text not null check (status in ('awaiting_payment', 'paid', 'on_hold', 'completed', 'cancelled', 'refunded', 'failed')),
  has_stock boolean not null,
  total_cents bigint not null,
  freight_cents bigint not null,
  lines jsonb not null,
  -- Who bought and what they said, sealed.
  customer text not null,
  placed_at timestamptz not null,
  modified_at timestamptz not null,
  paid_at timestamptz,
  change bigint not null,
  primary key (tenant_id, site_id, id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id)
) with (fillfactor = 80);
create unique index generic_orders_reference on generic_orders (tenant_id, site_id, reference);
create unique index generic_orders_change on generic_orders (tenant_id, site_id, change);

-- What a site is told, until it says that it heard.
create table generic_deliveries (
  tenant_id uuid not null,
  site_id uuid not null,
  id uuid not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  error text,
  created_at timestamptz not null,
  delivered_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id)
) with (fillfactor = 80);
create index generic_deliveries_site on generic_deliveries (tenant_id, site_id, id);

do $$
declare name text;
begin
  foreach name in array array['generic_stock', 'generic_counters', 'generic_orders', 'generic_deliveries'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
grant select, insert, update on generic_stock, generic_counters, generic_orders, generic_deliveries to estoqueuni_app;
