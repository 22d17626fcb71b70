-- What a site may be asked in a second, shared by all processes, as the budgets of accounts are.

create table site_rate_budgets (
  tenant_id uuid not null,
  site_id uuid not null,
  slots double precision[] not null default '{}',
  blocked_until bigint not null default 0,
  day date not null default '2000-01-01',
  used integer not null default 0,
  primary key (tenant_id, site_id)
) with (fillfactor = 10);
alter table site_rate_budgets enable row level security;
alter table site_rate_budgets force row level security;
create policy own_tenant on site_rate_budgets using (tenant_id = (select current_tenant()));
grant select, insert, update on site_rate_budgets to estoqueuni_app;

-- Runs over products of sites grow old as events do: those that are over after a month, those that left something undone after a season.
create policy too_old on site_product_runs to estoqueuni_jobs
  using (state <> 'running' and finished_at < now() - case state when 'partial' then interval '90 days' else interval '30 days' end);
create policy too_old on site_product_run_lines to estoqueuni_jobs
  using (exists (select from site_product_runs r where r.tenant_id = site_product_run_lines.tenant_id and r.id = run_id));
grant select (tenant_id, id, state, finished_at), delete on site_product_runs to estoqueuni_jobs;
grant select (tenant_id, run_id, position), delete on site_product_run_lines to estoqueuni_jobs;

-- Deletes at most so many lines of old runs, and so many runs that have none left; tells the greater of both.
create function prune_site_product_runs(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  lines integer;
  runs integer;
begin
  delete from public.site_product_run_lines k
    using (select l.tenant_id, l.run_id, l.position from public.site_product_runs r
             join public.site_product_run_lines l on l.tenant_id = r.tenant_id and l.run_id = r.id limit most) as old
    where k.tenant_id = old.tenant_id and k.run_id = old.run_id and k.position = old.position;
  get diagnostics lines = row_count;
  delete from public.site_product_runs k
    using (select r.tenant_id, r.id from public.site_product_runs r
            where not exists (select from public.site_product_run_lines l where l.tenant_id = r.tenant_id and l.run_id = r.id)
            limit most) as old
    where k.tenant_id = old.tenant_id and k.id = old.id;
  get diagnostics runs = row_count;
  return greatest(lines, runs);
end $$;
revoke execute on function prune_site_product_runs(integer) from public;
grant execute on function prune_site_product_runs(integer) to estoqueuni_app;
grant create on schema public to estoqueuni_jobs;
alter function prune_site_product_runs(integer) owner to estoqueuni_jobs;
revoke create on schema public from estoqueuni_jobs;
