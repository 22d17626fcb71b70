-- Products travel between accounts, our catalogue and sites, field by field: whose value counts, what both sides were when they last
-- agreed, and what was written.

-- What else of a product is shown there: description, weight_mg, images. What is not shown, or not exactly, is left out.
alter table site_products add column more jsonb not null default '{}';
alter table bling_products add column more jsonb not null default '{}',
  -- When the account last showed it changed: what only a whole product shows counts as unknown until that is read again.
  add column altered_at timestamptz;

create table site_product_settings (
  tenant_id uuid not null,
  site_id uuid not null,
  -- The account whose products these are; null takes the one that the site's orders go to, or the only one.
  account_id uuid,
  -- The owner of each field about which somebody said something.
  owners jsonb not null default '{}',
  -- Where values that the site owns go.
  takers text[] not null default '{}' check (takers <@ array['bling', 'estoqueuni']),
  -- 'automatic': differences are written by themselves; `creates`: new products, too.
  mode text not null default 'manual' check (mode in ('manual', 'automatic')),
  creates boolean not null default false,
  updated_at timestamptz not null,
  updated_by uuid not null,
  primary key (tenant_id, site_id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id)
);

-- Owners of one product alone; what is not named follows the site's.
create table site_product_owners (
  tenant_id uuid not null,
  site_id uuid not null,
  product_id uuid not null,
  owners jsonb not null,
  primary key (tenant_id, site_id, product_id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);

-- What each field was, as digests, when a side was last seen to follow its owner (domain/sites/product-plan.ts).
create table site_product_agreements (
  tenant_id uuid not null,
  site_id uuid not null,
  product_id uuid not null,
  side text not null check (side in ('bling', 'estoqueuni', 'site')),
  fields jsonb not null,
  agreed_at timestamptz not null,
  primary key (tenant_id, site_id, product_id, side),
  foreign key (tenant_id, site_id) references sites (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
) with (fillfactor = 80);

create table site_product_runs (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  origin text not null check (origin in ('person', 'automatic')),
  -- 'partial': it is over, and not everything was done.
  state text not null default 'running' check (state in ('running', 'complete', 'partial', 'cancelled')),
  started_at timestamptz not null,
  started_by uuid not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  -- Whose process is at it now, and until when nobody else is.
  leased_until timestamptz,
  next_attempt_at timestamptz not null,
  attempts integer not null default 0,
  error text,
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id)
) with (fillfactor = 70);
create unique index site_product_runs_open on site_product_runs (tenant_id, site_id) where state = 'running';
create index site_product_runs_site on site_product_runs (tenant_id, site_id, id);

-- What a run writes, one product at one side each, decided before anything is sent.
create table site_product_run_lines (
  tenant_id uuid not null,
  run_id uuid not null,
  position integer not null,
  product_id uuid not null,
  sku text not null,
  name text not null,
  side text not null check (side in ('bling', 'estoqueuni', 'site')),
  kind text not null check (kind in ('create', 'update', 'activate', 'deactivate')),
  -- What was shown when this was decided: what has become another write meanwhile is not made.
  fingerprint text not null,
  changes jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused', 'overtaken', 'cancelled')),
  reason text,
  attempts integer not null default 0,
  settled_at timestamptz,
  primary key (tenant_id, run_id, position),
  foreign key (tenant_id, run_id) references site_product_runs (tenant_id, id),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
) with (fillfactor = 80);
create index site_product_run_lines_open on site_product_run_lines (tenant_id, run_id, position) where state = 'waiting';

do $$
declare name text;
begin
  foreach name in array array['site_product_settings', 'site_product_owners', 'site_product_agreements', 'site_product_runs',
                              'site_product_run_lines'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
grant select, insert, update on site_product_settings, site_product_agreements, site_product_runs, site_product_run_lines
  to estoqueuni_app;
grant select, insert, update, delete on site_product_owners to estoqueuni_app;
