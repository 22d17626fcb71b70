-- What synchronisation is told: pools with their sources and targets, products as each Bling account has them, and which product
-- of ours each of them is.

-- A deposit that is a source is followed in our own ledger, in a branch of its own that takes no movements from people.
alter table branches
  add column kind text not null default 'own' check (kind in ('own', 'bling_deposit')),
  add column deposit_id uuid,
  add check ((kind = 'bling_deposit') = (deposit_id is not null)),
  add check (kind = 'own' or not is_active),
  add foreign key (tenant_id, deposit_id) references bling_deposits (tenant_id, id),
  add unique (tenant_id, id, kind);
create unique index branches_deposit on branches (tenant_id, deposit_id) where deposit_id is not null;

-- Quantities of synchronisation are whole ten-thousandths of a unit.
create table pools (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  combine text not null check (combine in ('sum', 'max', 'min', 'average')),
  safety_stock bigint not null check (safety_stock >= 0),
  -- What happens when somebody edits a deposit that we write, how we write, and what an uncertain product does meanwhile.
  drift_policy text not null default 'impose' check (drift_policy in ('impose', 'warn')),
  write_mode text not null default 'difference' check (write_mode in ('difference', 'balance')),
  unresolved_links text not null default 'freeze' check (unresolved_links in ('freeze', 'leave_out')),
  -- How much one plan may empty or change without asking a person, in percent of its SKUs.
  zeroed_limit_percent integer not null default 20 check (zeroed_limit_percent between 0 and 100),
  changed_limit_percent integer check (changed_limit_percent between 0 and 100),
  -- When a person approved the first plan; before that nothing is written.
  activated_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index pools_name on pools (tenant_id, search_form(name)) where removed_at is null;

-- What the pools do with a place. The key keeps a deposit from being read and written at once, in one pool or in two, whoever
-- writes to these tables: a number that we write must never come back as stock.
create table pool_places (
  tenant_id uuid not null,
  place_id uuid not null,
  use text not null check (use in ('read', 'written')),
  primary key (tenant_id, place_id),
  unique (tenant_id, place_id, use)
);

create table pool_sources (
  tenant_id uuid not null,
  pool_id uuid not null,
  deposit_id uuid,
  branch_id uuid,
  priority integer not null check (priority >= 0),
  position integer not null default 0,
  place_id uuid not null generated always as (coalesce(deposit_id, branch_id)) stored,
  use text not null generated always as ('read') stored,
  -- A branch that follows a deposit is not a source besides that deposit.
  branch_kind text generated always as (case when branch_id is not null then 'own' end) stored,
  primary key (tenant_id, pool_id, place_id),
  check (num_nonnulls(deposit_id, branch_id) = 1),
  foreign key (tenant_id, pool_id) references pools (tenant_id, id),
  foreign key (tenant_id, deposit_id) references bling_deposits (tenant_id, id),
  foreign key (tenant_id, branch_id, branch_kind) references branches (tenant_id, id, kind),
  foreign key (tenant_id, place_id, use) references pool_places (tenant_id, place_id, use)
);
create index pool_sources_place on pool_sources (tenant_id, place_id);

create table pool_targets (
  tenant_id uuid not null,
  pool_id uuid not null,
  deposit_id uuid,
  site_id uuid,
  -- The order in which a person listed them: who comes first gets the odd unit of shares.
  position integer not null,
  role text not null check (role in ('shared', 'mirror')),
  mirror_of_deposit_id uuid,
  mirror_of_branch_id uuid,
  policy_kind text not null check (policy_kind in ('full', 'share', 'buffer', 'max', 'min')),
  policy_percent numeric(7, 4) check (policy_percent between 0 and 100),
  policy_quantity bigint check (policy_quantity >= 0),
  paused boolean not null,
  place_id uuid not null generated always as (coalesce(deposit_id, site_id)) stored,
  use text not null generated always as ('written') stored,
  origin_id uuid generated always as (coalesce(mirror_of_deposit_id, mirror_of_branch_id)) stored,
  origin_use text generated always as (case when role = 'mirror' then 'read' end) stored,
  -- Whatever is written has one writer.
  primary key (tenant_id, place_id),
  check (num_nonnulls(deposit_id, site_id) = 1),
  check (num_nonnulls(mirror_of_deposit_id, mirror_of_branch_id) = case role when 'mirror' then 1 else 0 end),
  check ((policy_kind = 'share') = (policy_percent is not null)),
  check ((policy_kind in ('buffer', 'max', 'min')) = (policy_quantity is not null)),
  foreign key (tenant_id, pool_id) references pools (tenant_id, id),
  foreign key (tenant_id, deposit_id) references bling_deposits (tenant_id, id),
  foreign key (tenant_id, mirror_of_deposit_id) references bling_deposits (tenant_id, id),
  foreign key (tenant_id, mirror_of_branch_id) references branches (tenant_id, id),
  foreign key (tenant_id, place_id, use) references pool_places (tenant_id, place_id, use),
  foreign key (tenant_id, origin_id, origin_use) references pool_places (tenant_id, place_id, use)
);
create index pool_targets_pool on pool_targets (tenant_id, pool_id, position);

-- Products as an account last showed them. product_id is Bling's number as text; code is its exact text.
create table bling_products (
  tenant_id uuid not null,
  account_id uuid not null,
  product_id text not null check (length(product_id) between 1 and 40),
  code text not null,
  -- The code as it is compared when it is only similar (domain/sync/sku-link.ts); empty when the code is.
  code_form text not null,
  name text not null,
  kind text not null check (kind in ('simple', 'parent', 'kit', 'other')),
  status text not null check (status in ('active', 'inactive', 'deleted', 'other')),
  parent_id text,
  price_cents bigint not null,
  -- Known once the whole product was read.
  gtin text,
  detailed_at timestamptz,
  seen_at timestamptz not null,
  primary key (tenant_id, account_id, product_id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id)
);
create index bling_products_code_form on bling_products (tenant_id, code_form) where status = 'active' and code_form <> '';
create index bling_products_gtin on bling_products (tenant_id, gtin) where status = 'active' and gtin is not null;

-- What a kit of an account is made of.
create table bling_kit_parts (
  tenant_id uuid not null,
  account_id uuid not null,
  kit_id text not null,
  position integer not null,
  component_id text not null,
  quantity bigint not null check (quantity > 0),
  primary key (tenant_id, account_id, kit_id, position),
  foreign key (tenant_id, account_id, kit_id) references bling_products (tenant_id, account_id, product_id)
);

-- One walk over an account's products. A walk that was broken off goes on at its next page.
create table bling_product_imports (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  -- Null for a walk over everything.
  changed_since timestamptz,
  state text not null check (state in ('waiting', 'running', 'partial', 'complete')),
  next_page integer not null default 1 check (next_page >= 1),
  products integer not null default 0,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  error text,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id)
);
create unique index bling_product_imports_open on bling_product_imports (tenant_id, account_id) where finished_at is null;
create index bling_product_imports_account on bling_product_imports (tenant_id, account_id, id);

-- Which product of an account is which of ours. By id on both sides: a renamed code changes nothing.
create table product_links (
  tenant_id uuid not null,
  account_id uuid not null,
  product_id uuid not null,
  bling_product_id text not null,
  -- 'code': found by the exact code; 'person': somebody said so.
  origin text not null check (origin in ('code', 'person')),
  linked_at timestamptz not null,
  linked_by uuid not null,
  primary key (tenant_id, product_id, account_id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, account_id, bling_product_id) references bling_products (tenant_id, account_id, product_id)
);
create unique index product_links_bling on product_links (tenant_id, account_id, bling_product_id);

do $$
declare name text;
begin
  foreach name in array array['pools', 'pool_places', 'pool_sources', 'pool_targets', 'bling_products', 'bling_kit_parts',
      'bling_product_imports', 'product_links'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;

grant select, insert, update on pools, bling_products, bling_product_imports to estoqueuni_app;
grant select, insert, delete on pool_places, pool_sources, pool_targets to estoqueuni_app;
grant select, insert, delete on bling_kit_parts to estoqueuni_app;
grant select, insert, update, delete on product_links to estoqueuni_app;
