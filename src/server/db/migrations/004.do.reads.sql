-- What lists, searches and reports need. Row-level security lets only leakproof comparisons choose an index, so everything
-- below is found by ids, numbers and instants; words go through a function that looks at one company only.

-- What a person may type to find a product, in the form in which it is compared.
alter table products add column search_text text not null generated always as
  (search_form(name || ' ' || sku || ' ' || coalesce(gtin, '') || ' ' || coalesce(box_gtin, ''))) stored;
create index products_search on products using gin (tenant_id, search_text gin_trgm_ops);
-- Lists by name follow the alphabet of the people who read them, whatever the server's own order is.
create index products_by_name on products (tenant_id, name collate "pt-BR-x-icu", id);
create index products_by_category on products (tenant_id, category collate "pt-BR-x-icu", id);

-- A text as a LIKE pattern that finds it anywhere.
create function containing(given text) returns text language sql immutable parallel safe strict
  return '%' || replace(replace(replace(search_form(given), '\', '\\'), '%', '\%'), '_', '\_') || '%';

-- The products of the running tenant that have these words in their name or codes, `most` of them at most. Planned anew for each
-- search: an index serves long words, and only a scan serves one or two letters.
create function search_products(words text, most integer) returns setof uuid
  language plpgsql stable security definer rows 100 set search_path = pg_catalog, public, pg_temp
as $$
begin
  return query execute 'select id from products where tenant_id = $1 and search_text like $2 limit $3'
    using current_tenant(), containing(words), most;
end $$;
revoke execute on function search_products(text, integer) from public;
grant execute on function search_products(text, integer) to estoqueuni_app;

-- Movements are listed by seq, newest first, under any of these in front. A filter without an index of its own is checked along
-- the walk of the one that narrows most; several values are several walks, merged.
create index stock_movements_item on stock_movements (tenant_id, product_id, branch_id, seq);
create index stock_movements_person on stock_movements (tenant_id, responsible, movement_type, seq);
create index stock_movements_kind on stock_movements (tenant_id, movement_type, branch_id, seq) where movement_type <> 'sale';
create index stock_movements_auto_opened on stock_movements (tenant_id, seq) where box_opened_automatically;
-- Rows whose own time is far from their place in the ledger: a device was away for more than half a day, or its clock was ahead.
-- All others are found near the place of the time asked for.
alter table stock_movements add column is_misdated boolean not null
  generated always as (recorded_at - occurred_at not between interval '0' and interval '12 hours') stored;
create index stock_movements_misdated on stock_movements (tenant_id, occurred_at, seq) where is_misdated;
create index stock_movements_item_misdated on stock_movements (tenant_id, product_id, branch_id, occurred_at) where is_misdated;

-- Columns that sales do not change are sorted by index; for the others an index would cost every sale more than a list gains.
create index inventory_items_avg_7d on inventory_items (tenant_id, consumption_avg_7d, branch_id, product_id) where is_listed;
create index inventory_items_avg_15d on inventory_items (tenant_id, consumption_avg_15d, branch_id, product_id) where is_listed;
create index inventory_items_avg_30d on inventory_items (tenant_id, consumption_avg_30d, branch_id, product_id) where is_listed;
create index inventory_items_incoming on inventory_items (tenant_id, incoming_units, branch_id, product_id) where is_listed;
-- Worst first; the expression is what queries use, word for word.
create index inventory_items_status on inventory_items
  (tenant_id, (case status when 'divergent' then 0 when 'out' then 1 when 'low' then 2 else 3 end), branch_id, product_id)
  where is_listed;
create index inventory_items_ailing on inventory_items (tenant_id, status) where is_listed and status <> 'ok';

create index sales_branch on sales (tenant_id, branch_id, number);
create index sales_cancelled on sales (tenant_id, number) where cancelled_at is not null;
alter table sales add column is_misdated boolean not null
  generated always as (recorded_at - occurred_at not between interval '0' and interval '12 hours') stored;
create index sales_misdated on sales (tenant_id, occurred_at, number) where is_misdated;
create index purchases_branch on purchases (tenant_id, branch_id, number);
create index purchases_pending on purchases (tenant_id, number) where status = 'pending';

-- The last sale recorded at or before an instant, by halving: numbers have no gaps and recorded_at never falls as they grow.
create function sale_number_at(instant timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint := 0;
  high bigint;
  middle bigint;
  found timestamptz;
begin
  select last_sale_number into high from ledgers where tenant_id = current_tenant();
  while low < coalesce(high, 0) loop
    middle := (low + high + 1) / 2;
    select recorded_at into found from sales where tenant_id = current_tenant() and number = middle;
    if found <= instant then low := middle; else high := middle - 1; end if;
  end loop;
  return low;
end $$;

-- How far a tenant's ledger was proven, and the seal that stood there. Later proofs may begin here, and a ledger that is shorter
-- or sealed otherwise than this has been tampered with.
create table ledger_verifications (
  tenant_id uuid primary key,
  up_to_seq bigint not null,
  root_hash bytea not null,
  verified_at timestamptz not null,
  fully_verified_at timestamptz not null
);
alter table ledger_verifications enable row level security;
alter table ledger_verifications force row level security;
create policy own_tenant on ledger_verifications using (tenant_id = (select current_tenant()));
grant select, insert, update on ledger_verifications to estoqueuni_app;
