-- The ledger and its shadow.

-- One row per tenant: where its ledger ends. Locking it last, just before the rows are inserted, makes seq gap-free.
create table ledgers (
  tenant_id uuid primary key references tenants (id),
  last_seq bigint not null default 0,
  last_hash bytea not null default decode(repeat('00', 32), 'hex'),
  last_recorded_at timestamptz not null default '-infinity',
  last_sale_number bigint not null default 0,
  last_purchase_number bigint not null default 0
) with (fillfactor = 10);

create table stock_movements (
  tenant_id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  occurred_at timestamptz not null,
  id uuid not null,
  branch_id uuid not null,
  product_id uuid not null,
  operation_id uuid not null,
  sale_id uuid,
  purchase_id uuid,
  responsible uuid not null,
  quantity bigint not null,
  quantity_before bigint not null,
  quantity_after bigint not null,
  closed_boxes_before integer not null,
  closed_boxes_after integer not null,
  open_box_before integer not null,
  open_box_after integer not null,
  open_bottle_before integer not null,
  open_bottle_after integer not null,
  units_per_box integer,
  doses_per_bottle integer,
  boxes_opened integer not null,
  bottles_opened integer not null,
  unit_cost_micros bigint,
  box_opened_automatically boolean not null,
  from_device boolean not null,
  movement_type text not null,
  reason text,
  terminal text,
  notes text,
  lots jsonb,
  hash bytea not null,
  primary key (tenant_id, seq),
  check (quantity_after = quantity_before + quantity)
);
-- seq and recorded_at both only grow, so every list is an index walk by seq and an instant is found by halving.
create index stock_movements_branch on stock_movements (tenant_id, branch_id, seq);
create index stock_movements_product_type on stock_movements (tenant_id, product_id, movement_type, seq) where movement_type <> 'sale';
create index stock_movements_opened on stock_movements (tenant_id, product_id, seq) where box_opened_automatically;

create trigger stock_movements_append_only before update or delete on stock_movements
  for each row execute function refuse_change();
create trigger stock_movements_no_truncate before truncate on stock_movements
  for each statement execute function refuse_change();

-- The last movement recorded at or before an instant, by halving: recorded_at never falls as seq grows.
create function ledger_seq_at(instant timestamptz) returns bigint language plpgsql stable as $$
declare
  low bigint := 0;
  high bigint;
  middle bigint;
  found timestamptz;
begin
  select last_seq into high from ledgers where tenant_id = current_tenant();
  while low < coalesce(high, 0) loop
    middle := (low + high + 1) / 2;
    select recorded_at into found from stock_movements where tenant_id = current_tenant() and seq = middle;
    if found <= instant then low := middle; else high := middle - 1; end if;
  end loop;
  return low;
end $$;

-- The shadow of the ledger: one row per product and branch, written only together with movements. What lists sort by while
-- sales change it stands first and is never null, so that sorting a whole company by it reads no further.
create table inventory_items (
  tenant_id uuid not null,
  branch_id uuid not null,
  product_id uuid not null,
  is_listed boolean not null default true,
  closed_boxes integer not null default 0 check (closed_boxes >= 0),
  open_box_units integer not null default 0,
  open_bottle_doses integer not null default 0 check (open_bottle_doses >= 0),
  qty_units bigint not null default 0,
  total_bottles bigint not null default 0,
  suggested_reorder bigint not null default 0,
  updated_at timestamptz not null default now(),
  consumption_avg_7d double precision not null default 0,
  consumption_avg_15d double precision not null default 0,
  consumption_avg_30d double precision not null default 0,
  status text not null default 'out' check (status in ('ok', 'low', 'out', 'divergent')),
  days_until_stockout integer,
  units_per_box integer,
  doses_per_bottle integer,
  last_seq bigint not null default 0,
  first_entry_at timestamptz,
  last_count_at timestamptz,
  last_count_seq bigint,
  incoming_units bigint not null default 0 check (incoming_units >= 0),
  low_stock_alert integer not null default 10,
  target_days integer not null default 15,
  sold_7d bigint not null default 0,
  sold_15d bigint not null default 0,
  sold_30d bigint not null default 0,
  days_7d integer not null default 7,
  days_15d integer not null default 15,
  days_30d integer not null default 30,
  consumption_at timestamptz,
  has_lots boolean not null default false,
  primary key (tenant_id, branch_id, product_id)
) with (fillfactor = 50);
create index inventory_items_product on inventory_items (tenant_id, product_id);

-- Where lots lie: how much of a level came with which batch and expiry.
create table lots (
  tenant_id uuid not null,
  branch_id uuid not null,
  product_id uuid not null,
  batch_number text not null,
  expiry_date date,
  quantity bigint not null check (quantity >= 0),
  primary key (tenant_id, branch_id, product_id, batch_number)
);

-- Sold per product, branch and business day; derived from the ledger in the same transaction.
create table daily_sales (
  tenant_id uuid not null,
  business_day date not null,
  branch_id uuid not null,
  product_id uuid not null,
  sold bigint not null default 0,
  returned bigint not null default 0,
  muntu_packs bigint not null default 0,
  muntu_quantity bigint not null default 0,
  amount_cents bigint not null default 0,
  primary key (tenant_id, business_day, branch_id, product_id)
) with (fillfactor = 50);

create table sales (
  tenant_id uuid not null,
  id uuid not null,
  number bigint not null,
  branch_id uuid not null,
  terminal text,
  payment_method text,
  lines jsonb not null,
  total_cents bigint not null,
  savings_cents bigint not null,
  unpriced_lines integer not null,
  first_seq bigint not null,
  last_seq bigint not null,
  from_device boolean not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  responsible uuid not null,
  cancelled_at timestamptz,
  cancelled_by uuid,
  primary key (tenant_id, id)
);
create index sales_number on sales (tenant_id, number);

create table purchases (
  tenant_id uuid not null,
  id uuid not null,
  number bigint not null,
  branch_id uuid not null,
  supplier text,
  status text not null check (status in ('pending', 'received')),
  lines jsonb not null,
  total_cents bigint not null,
  notes text,
  created_at timestamptz not null,
  created_by uuid not null,
  received_at timestamptz,
  received_by uuid,
  primary key (tenant_id, id)
);
create index purchases_number on purchases (tenant_id, number);

-- Counts and transfers as they were entered; the movements name them by operation_id.
create table stock_documents (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('count', 'transfer')),
  branch_id uuid not null,
  body jsonb not null,
  recorded_at timestamptz not null,
  responsible uuid not null,
  primary key (tenant_id, id)
);

-- Every command's first answer, by the client's own key.
create table idempotency_keys (
  tenant_id uuid not null,
  key text not null check (length(key) between 1 and 200),
  fingerprint text not null,
  status smallint not null,
  response text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index idempotency_keys_age on idempotency_keys using brin (created_at);

-- What has to leave this process: written with the change, drained by a job.
create table outbox (
  tenant_id uuid not null,
  id uuid not null,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- What a person has to look at: a level below zero, a sale from before a count, a clock that is wrong.
create table divergences (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('negative_stock', 'sale_before_count', 'device_clock', 'price_mismatch')),
  branch_id uuid not null,
  product_id uuid,
  operation_id uuid not null,
  seq bigint,
  facts jsonb not null,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by uuid,
  resolution text,
  primary key (tenant_id, id)
);
create index divergences_open on divergences (tenant_id, opened_at) where resolved_at is null;

-- Operations of devices that cannot be applied yet; nothing is dropped.
create table quarantined_operations (
  tenant_id uuid not null,
  op_id text not null,
  device_id text not null,
  device_seq bigint not null,
  kind text not null,
  payload jsonb not null,
  occurred_at timestamptz not null,
  code text not null,
  facts jsonb not null,
  received_at timestamptz not null default now(),
  received_by uuid not null,
  applied_at timestamptz,
  dismissed_at timestamptz,
  dismissed_by uuid,
  primary key (tenant_id, op_id)
);
create index quarantined_operations_waiting on quarantined_operations (tenant_id, received_at, op_id)
  where applied_at is null and dismissed_at is null;

do $$
declare name text;
begin
  foreach name in array array['ledgers', 'stock_movements', 'inventory_items', 'lots', 'daily_sales', 'sales', 'purchases',
      'stock_documents', 'idempotency_keys', 'outbox', 'divergences', 'quarantined_operations'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;

grant select, insert on stock_movements, stock_documents to estoqueuni_app;
grant select, insert, update on ledgers, inventory_items, lots, daily_sales, sales, purchases, divergences, quarantined_operations
  to estoqueuni_app;
grant select, insert, delete on idempotency_keys, outbox to estoqueuni_app;
