-- Work that happens by itself: the outbox's relay, rounds over all tenants, pruning. The tables of the job library stand in a
-- schema of its own, made by the library's own plans (job-schema.ts).

-- Events of one tenant leave in the order in which they were written, whichever process wrote: the database's own clock at the
-- moment of writing tells it, and who writes about the same level waits for the other's commit first.
alter table outbox
  alter column created_at set default clock_timestamp(),
  add column attempts integer not null default 0,
  add column next_attempt_at timestamptz,
  add column error text,
  -- Nobody could take it, and those behind it had to go on.
  add column set_aside_at timestamptz;
create index outbox_waiting on outbox (tenant_id, created_at, id) where set_aside_at is null;
-- A queue's dead rows are walked over by every reader until they are cleaned away.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000);
grant update (attempts, next_attempt_at, error, set_aside_at) on outbox to estoqueuni_app;

-- What a job may see across tenants: that there is one, whether something waits, and what is too old to be kept.
grant usage on schema public to estoqueuni_jobs;
create policy across_tenants on tenants for select to estoqueuni_jobs using (true);
grant select (id, settings) on tenants to estoqueuni_jobs;
create policy across_tenants on outbox to estoqueuni_jobs using (true);
grant select (tenant_id, id, created_at, set_aside_at), delete on outbox to estoqueuni_jobs;
create policy too_old on idempotency_keys to estoqueuni_jobs using (created_at < now() - interval '90 days');
grant select (tenant_id, key, created_at), delete on idempotency_keys to estoqueuni_jobs;

-- The tenants for whom an event waits, found by leaping from one to the next, however many events there are.
create function tenants_with_events() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with recursive waiting as (
    (select tenant_id from public.outbox where set_aside_at is null order by tenant_id limit 1)
    union all
    select (select o.tenant_id from public.outbox o
             where o.set_aside_at is null and o.tenant_id > w.tenant_id order by o.tenant_id limit 1)
      from waiting w where w.tenant_id is not null
  )
  select tenant_id from waiting where tenant_id is not null
$$;

-- Every tenant and the clocks it lives by (null: it never chose).
create function tenant_time_zones() returns table (tenant_id uuid, time_zone text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select id, settings ->> 'time_zone' from public.tenants
$$;

-- Deletes at most so many answers whose keys nobody repeats any more; tells how many it deleted.
create function prune_idempotency_keys(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare deleted integer;
begin
  delete from public.idempotency_keys k
    using (select o.tenant_id, o.key from public.idempotency_keys o
            where o.created_at < now() - interval '90 days' limit most) as old
    where k.tenant_id = old.tenant_id and k.key = old.key;
  get diagnostics deleted = row_count;
  return deleted;
end $$;

-- Deletes events that were set aside a season ago, and those that no version of the program has taken in a month.
create function prune_outbox(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare deleted integer;
begin
  delete from public.outbox k
    using (select o.tenant_id, o.id from public.outbox o
            where o.created_at < now() - interval '30 days'
              and (o.set_aside_at is null or o.set_aside_at < now() - interval '90 days') limit most) as old
    where k.tenant_id = old.tenant_id and k.id = old.id;
  get diagnostics deleted = row_count;
  return deleted;
end $$;

-- Deletes sessions and one-time proofs that ended at least a week ago. They let nobody in: this is only tidiness.
create function prune_credentials(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  sessions integer;
  proofs integer;
begin
  delete from auth.sessions where id in (
    select id from auth.sessions where expires_at < now() - interval '7 days' limit most);
  get diagnostics sessions = row_count;
  delete from auth.verifications where id in (
    select id from auth.verifications where expires_at < now() - interval '7 days' limit most);
  get diagnostics proofs = row_count;
  return greatest(sessions, proofs);
end $$;

-- Only the program may call them, and four of them act as the role that may look across tenants and do nothing more.
revoke execute on function tenants_with_events(), tenant_time_zones(), prune_idempotency_keys(integer), prune_outbox(integer),
  prune_credentials(integer) from public;
grant execute on function tenants_with_events(), tenant_time_zones(), prune_idempotency_keys(integer), prune_outbox(integer),
  prune_credentials(integer) to estoqueuni_app;
grant create on schema public to estoqueuni_jobs;
alter function tenants_with_events() owner to estoqueuni_jobs;
alter function tenant_time_zones() owner to estoqueuni_jobs;
alter function prune_idempotency_keys(integer) owner to estoqueuni_jobs;
alter function prune_outbox(integer) owner to estoqueuni_jobs;
revoke create on schema public from estoqueuni_jobs;
