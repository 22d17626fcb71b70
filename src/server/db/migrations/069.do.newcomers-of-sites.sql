-- Products that only a site has are brought in: made in the catalogue and in the account of the site, as lines of its runs.

-- In the automatic mode, whether that happens by itself.
alter table site_product_settings add column brings_in boolean not null default false;

-- Before it is ours a product has only the site's id.
alter table site_product_run_lines alter column product_id drop not null,
  add column site_product_id text check (length(site_product_id) between 1 and 100),
  add check (num_nonnulls(product_id, site_product_id) = 1);

-- Who is making a product of ours in an account: two sites may have the same SKU, and nothing in Bling keeps it from being made twice.
create table bling_product_makings (
  tenant_id uuid not null,
  account_id uuid not null,
  product_id uuid not null,
  run_id uuid not null,
  begun_at timestamptz not null,
  primary key (tenant_id, account_id, product_id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, run_id) references site_product_runs (tenant_id, id)
);
alter table bling_product_makings enable row level security;
alter table bling_product_makings force row level security;
create policy own_tenant on bling_product_makings using (tenant_id = (select current_tenant()));
grant select, insert, update on bling_product_makings to estoqueuni_app;
