-- Sites take part in synchronisation: they are targets of pools, their orders ask for stock, and they are verified periodically.

alter table pool_targets add foreign key (tenant_id, site_id) references sites (tenant_id, id);

-- A write to a site names the site instead of an account and a deposit.
alter table sync_writes add column site_id uuid, add check (num_nonnulls(account_id, site_id) <= 1);

-- How far a site's orders are in the demand ledger, and when it is verified next.
create table sync_sites (
  tenant_id uuid not null,
  site_id uuid not null,
  orders_cursor text,
  -- When the orders were last read to their end; null before that, and when all of them are to be read again.
  orders_read_at timestamptz,
  joined_at timestamptz not null,
  swept_at timestamptz,
  next_sweep_at timestamptz not null,
  primary key (tenant_id, site_id),
  foreign key (tenant_id, site_id) references sites (tenant_id, id)
) with (fillfactor = 70);
create index sync_sites_due on sync_sites (next_sweep_at);

alter table sync_sites enable row level security;
alter table sync_sites force row level security;
create policy own_tenant on sync_sites using (tenant_id = (select current_tenant()));
create policy seeking_work on sync_sites for select to current_user using (true);
grant select, insert, update on sync_sites to estoqueuni_app;

-- The tenants for which something is due; nothing else about them.
create or replace function tenants_with_sync_work(instant timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select tenant_id from public.sync_skus
    where due_at <= instant and (claimed_until is null or claimed_until < instant)
  union
  select tenant_id from public.sync_runs where state = 'running' and kind <> 'sku' and leased_until <= instant
  union
  select tenant_id from public.sync_accounts where next_sweep_at <= instant
  union
  select a.tenant_id from public.bling_accounts a
    left join public.sync_accounts s on s.tenant_id = a.tenant_id and s.account_id = a.id
    where a.removed_at is null and s.seen_state is distinct from a.state
  union
  select s.tenant_id from public.sites s
    left join public.sync_sites y on y.tenant_id = s.tenant_id and y.site_id = s.id
    where s.state = 'active' and (y.next_sweep_at is null or y.next_sweep_at <= instant)
$$;
