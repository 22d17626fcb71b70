-- Sales sites: where they are, how they are reached, how they do, and the inbox of what they tell.

create table sites (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  kind text not null check (kind in ('woocommerce', 'generic')),
  name text not null check (length(name) between 1 and 120),
  -- Without a slash at the end. A site written by hand may have none: then it is not told of anything.
  address text check (length(address) between 1 and 500),
  -- Sealed. A site written by hand has none of ours to keep: it comes to us, with a key of which only the hash is here.
  credentials text,
  api_key_hash text check (api_key_hash ~ '^[0-9a-f]{64}$'),
  state text not null default 'active' check (state in ('active', 'paused')),
  -- How often it may be asked in a second, by each process.
  requests_per_second integer not null check (requests_per_second between 1 and 100),
  -- The end of its address for webhooks and what it signs with are worked out from this number; another number makes them others.
  webhook_version integer not null default 1,
  webhook_token_hash text not null check (webhook_token_hash ~ '^[0-9a-f]{64}$'),
  -- How we are reached from outside, as whoever connected the site reached us.
  our_address text not null,
  webhooks jsonb not null default '[]',
  webhooks_checked_at timestamptz,
  health text not null check (health in ('ok', 'auth', 'rate_limited', 'unavailable', 'refused')),
  health_reason text,
  checked_at timestamptz not null,
  created_at timestamptz not null,
  created_by uuid not null,
  primary key (tenant_id, id),
  check ((kind = 'woocommerce') = (credentials is not null)),
  check (kind = 'generic' or address is not null)
) with (fillfactor = 80);
create unique index sites_name on sites (tenant_id, search_form(name));
create unique index sites_address on sites (tenant_id, address) where address is not null;
create index sites_webhook_token on sites (webhook_token_hash);
create index sites_api_key on sites (api_key_hash) where api_key_hash is not null;

-- Events as they were acknowledged: only what to look at again, nothing of what they said.
create table site_inbox (
  tenant_id uuid not null,
  site_id uuid not null,
  event_id text not null check (length(event_id) between 1 and 200),
  id uuid not null,
  topic text not null check (topic in ('product', 'order', 'other')),
  resource_id text check (length(resource_id) between 1 and 100),
  received_at timestamptz not null,
  state text not null default 'received' check (state in ('received', 'done', 'failed', 'dead')),
  deliveries integer not null default 1,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  error text,
  settled_at timestamptz,
  primary key (tenant_id, site_id, event_id)
) with (fillfactor = 70);
create unique index site_inbox_id on site_inbox (tenant_id, id);
create index site_inbox_due on site_inbox (next_attempt_at) where state in ('received', 'failed');
create index site_inbox_open on site_inbox (tenant_id, site_id, state) where state <> 'done';
create index site_inbox_latest on site_inbox (tenant_id, site_id, received_at);
create index site_inbox_age on site_inbox using brin (received_at);

do $$
declare name text;
begin
  foreach name in array array['sites', 'site_inbox'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
-- Who brings an event, or a key, does not say which tenant it is of: the role at that door may find out.
create policy at_the_door on sites for select to estoqueuni_door using (true);
create policy at_the_door on site_inbox to estoqueuni_door using (true) with check (true);
-- Whoever looks for sites to watch does not know a tenant yet: the function below, run by the tables' owner, may look for them.
create policy seeking_work on sites for select to current_user using (true);

create function tenants_with_sites() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select distinct tenant_id from public.sites where state = 'active' $$;
revoke execute on function tenants_with_sites() from public;
grant execute on function tenants_with_sites() to estoqueuni_app;

grant select, insert, update on sites, site_inbox to estoqueuni_app;
grant select (tenant_id, id, kind, webhook_version, webhook_token_hash, api_key_hash, state) on sites to estoqueuni_door;
grant select, insert, update, delete on site_inbox to estoqueuni_door;

-- Deletes at most so many events that are old enough; tells how many it deleted.
create function prune_site_inbox(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare deleted integer;
begin
  delete from public.site_inbox k
    using (select o.tenant_id, o.site_id, o.event_id from public.site_inbox o
            where o.received_at < now() - interval '30 days'
              and (o.state = 'done' or (o.state = 'dead' and o.received_at < now() - interval '90 days')) limit most) as old
    where k.tenant_id = old.tenant_id and k.site_id = old.site_id and k.event_id = old.event_id;
  get diagnostics deleted = row_count;
  return deleted;
end $$;
revoke execute on function prune_site_inbox(integer) from public;
grant execute on function prune_site_inbox(integer) to estoqueuni_app;
grant create on schema public to estoqueuni_door;
alter function prune_site_inbox(integer) owner to estoqueuni_door;
revoke create on schema public from estoqueuni_door;
