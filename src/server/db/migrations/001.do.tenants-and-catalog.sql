-- Tenants, branches, products. Every key starts with tenant_id, so that the schema can be sharded by it.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;

grant usage on schema public to estoqueuni_app;

-- The tenant of the running transaction; null outside one, and then no row of any tenant can be seen.
create function current_tenant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- What search compares: lower case without accents.
create function search_form(given text) returns text language sql immutable parallel safe strict
  return lower(unaccent('unaccent', given));

-- Shared by every table whose rows are facts: they are inserted and never changed.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever inserted', tg_table_name using errcode = 'EU001';
end $$;

create table tenants (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table branches (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index branches_name on branches (tenant_id, search_form(name));

create table products (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  sku text not null check (length(sku) between 1 and 120),
  gtin text,
  box_gtin text,
  name text not null check (length(name) between 1 and 200),
  category text not null default '',
  unit_price_cents bigint check (unit_price_cents >= 0),
  box_price_cents bigint check (box_price_cents >= 0),
  dose_price_cents bigint check (dose_price_cents >= 0),
  cost_cents bigint check (cost_cents >= 0),
  box_tracking boolean not null default false,
  units_per_box integer check (units_per_box >= 2),
  dose_enabled boolean not null default false,
  doses_per_bottle integer check (doses_per_bottle >= 2),
  dose_mode text not null default 'open_bottle' check (dose_mode in ('open_bottle', 'bottle_per_sale')),
  muntu_enabled boolean not null default false,
  muntu_quantity integer check (muntu_quantity >= 2),
  muntu_price_cents bigint check (muntu_price_cents >= 0),
  low_stock_alert integer not null default 10 check (low_stock_alert >= 0),
  target_days integer check (target_days between 1 and 365),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  check (not box_tracking or units_per_box is not null),
  check (not dose_enabled or doses_per_bottle is not null),
  check (not muntu_enabled or (muntu_quantity is not null and muntu_price_cents is not null))
);
create unique index products_sku on products (tenant_id, sku);
create index products_gtin on products (tenant_id, gtin) where gtin is not null;
create index products_box_gtin on products (tenant_id, box_gtin) where box_gtin is not null;
create index products_name on products (tenant_id, name, id);

alter table tenants enable row level security;
alter table tenants force row level security;
create policy own_tenant on tenants using (id = (select current_tenant()));
alter table branches enable row level security;
alter table branches force row level security;
create policy own_tenant on branches using (tenant_id = (select current_tenant()));
alter table products enable row level security;
alter table products force row level security;
create policy own_tenant on products using (tenant_id = (select current_tenant()));

grant select, insert, update on tenants, branches, products to estoqueuni_app;
