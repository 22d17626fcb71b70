-- An order of which an invoice was made is no longer listed among the reserved ones; it asks for its stock until it ships.
alter table demand_orders add column is_invoiced boolean not null default false;

-- From when on the totals of synchronisation count, where a person had them begin anew. The history itself stays.
create table sync_totals_begin (
  tenant_id uuid primary key,
  begins_at timestamptz not null
);
alter table sync_totals_begin enable row level security;
alter table sync_totals_begin force row level security;
create policy own_tenant on sync_totals_begin using (tenant_id = (select current_tenant()));
grant select, insert, update on sync_totals_begin to estoqueuni_app;
