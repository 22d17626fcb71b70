-- Products as each site last showed them, how far they were read, and which product of ours each of them is.

create table site_products (
  tenant_id uuid not null,
  site_id uuid not null,
  product_id text not null check (length(product_id) between 1 and 100),
  -- The product of which this is a variation.
  parent_id text check (length(parent_id) between 1 and 100),
  kind text not null check (kind in ('simple', 'parent', 'variation')),
  -- Exact text, empty when there is none; and as it is compared when it is only similar (domain/sync/sku-link.ts).
  sku text not null,
  sku_form text not null,
  gtin text,
  name text not null,
  price_cents bigint,
  is_active boolean not null,
  -- A healthy answer did not know it any more.
  is_gone boolean not null default false,
  -- Ten-thousandths of a unit as the site showed them; null where it does not count.
  stock bigint,
  seen_at timestamptz not null,
  primary key (tenant_id, site_id, product_id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id)
) with (fillfactor = 80);
create index site_products_sku_form on site_products (tenant_id, sku_form) where sku_form <> '' and not is_gone;
create index site_products_gtin on site_products (tenant_id, gtin) where gtin is not null and not is_gone;

-- One walk over a site's products. One that was broken off goes on at its cursor.
create table site_product_imports (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  -- Null for a walk over everything.
  changed_since timestamptz,
  state text not null check (state in ('running', 'partial', 'complete')),
  next_cursor text,
  products integer not null default 0,
  pages integer not null default 0,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  error text,
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id)
);
create unique index site_product_imports_open on site_product_imports (tenant_id, site_id) where finished_at is null;
create index site_product_imports_site on site_product_imports (tenant_id, site_id, id);

-- By id on both sides: a renamed SKU changes nothing.
create table site_product_links (
  tenant_id uuid not null,
  site_id uuid not null,
  product_id uuid not null,
  site_product_id text not null,
  -- 'sku': found by the exact SKU; 'person': somebody said so.
  origin text not null check (origin in ('sku', 'person')),
  linked_at timestamptz not null,
  linked_by uuid not null,
  primary key (tenant_id, product_id, site_id),
  foreign key (tenant_id, product_id) references products (tenant_id, id),
  foreign key (tenant_id, site_id, site_product_id) references site_products (tenant_id, site_id, product_id)
);
create unique index site_product_links_site on site_product_links (tenant_id, site_id, site_product_id);

do $$
declare name text;
begin
  foreach name in array array['site_products', 'site_product_imports', 'site_product_links'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
grant select, insert, update on site_products, site_product_imports to estoqueuni_app;
grant select, insert, update, delete on site_product_links to estoqueuni_app;
