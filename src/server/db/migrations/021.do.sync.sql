-- Synchronisation at work: what each SKU still needs, what is known of every place, what orders ask for, what was written, and why.
-- Quantities are whole numbers of ten-thousandths of a unit.

-- One row per SKU that a pool ever looked at. A reason to look raises `generation`; whoever looks holds the claim, for a while.
create table sync_skus (
  tenant_id uuid not null,
  sku text not null,
  generation bigint not null default 0,
  due_at timestamptz,
  -- Who waits: 0 a person, 1 an event, 2 the periodic sweep.
  lane smallint not null default 2 check (lane between 0 and 2),
  origin text not null default 'webhook' check (origin in ('webhook', 'sweep', 'manual', 'reconcile', 'plan')),
  started_at timestamptz,
  claimed_by uuid,
  claimed_until timestamptz,
  attempts integer not null default 0,
  -- Under suspicion from its first incomplete look until a complete one; time alone never clears it.
  suspect_since timestamptz,
  suspect_reason text,
  last_result text,
  last_run_at timestamptz,
  primary key (tenant_id, sku),
  foreign key (tenant_id, sku) references products (tenant_id, sku) on update cascade
) with (fillfactor = 70);
create index sync_skus_due on sync_skus (due_at) where due_at is not null;
create index sync_skus_suspect on sync_skus (tenant_id, sku) where suspect_since is not null;
create index sync_skus_recent on sync_skus (tenant_id, last_run_at) where last_run_at is not null;

-- The latest decision of each pool about each SKU, with its whole reasoning.
create table sync_decisions (
  tenant_id uuid not null,
  sku text not null,
  pool_id uuid not null,
  run_id uuid not null,
  decided_at timestamptz not null,
  state text not null,
  available bigint,
  oversold bigint,
  oversell_bound bigint,
  why jsonb not null,
  primary key (tenant_id, sku, pool_id),
  foreign key (tenant_id, sku) references sync_skus (tenant_id, sku) on update cascade
) with (fillfactor = 70);

-- What is known of one SKU in one place. `seen_*`: the latest complete look. `confirmed_*`: where our own writes and the known orders
-- left a place that we write, as of the plan made at `planned_at`; `unconfirmed`: differences sent since without a clear answer.
create table sync_places (
  tenant_id uuid not null,
  place text not null,
  sku text not null,
  seen_physical bigint,
  seen_virtual bigint,
  seen_at timestamptz,
  -- Our own movements there since it was seen.
  own_difference bigint not null default 0,
  confirmed_physical bigint,
  confirmed_virtual bigint,
  planned_at timestamptz,
  unconfirmed bigint[] not null default '{}',
  written_at timestamptz,
  primary key (tenant_id, place, sku),
  foreign key (tenant_id, sku) references sync_skus (tenant_id, sku) on update cascade,
  check ((confirmed_physical is null) = (confirmed_virtual is null) and (confirmed_physical is null) = (planned_at is null))
) with (fillfactor = 70);
create index sync_places_sku on sync_places (tenant_id, sku);

-- An order as it was last read again. `version` counts the readings, so that of two at once the later one stays.
create table demand_orders (
  tenant_id uuid not null,
  channel_id uuid not null,
  order_id text not null,
  number text not null,
  shop_number text not null default '',
  phase text not null check (phase in ('open', 'shipped', 'cancelled')),
  ignored_by text,
  placed_on date,
  version bigint not null default 1,
  read_at timestamptz not null,
  is_gone boolean not null default false,
  primary key (tenant_id, channel_id, order_id)
) with (fillfactor = 80);

-- The demand ledger: what one item of one order asks of one SKU. `turn` tells apart two items of the same SKU.
create table demand_lines (
  tenant_id uuid not null,
  channel_id uuid not null,
  order_id text not null,
  sku text not null,
  turn integer not null check (turn > 0),
  quantity bigint not null,
  phase text not null check (phase in ('open', 'shipped', 'cancelled')),
  state text not null check (state in ('open', 'visible', 'settled', 'cancelled', 'ignored')),
  ignored_by text,
  is_replaced boolean not null,
  first_seen_at timestamptz not null,
  shipped_seen_at timestamptz,
  was_visible boolean not null,
  drawn bigint not null,
  draw_posted bigint not null default 0,
  draw_made integer not null default 0,
  draw_pending boolean not null default false,
  draw_place text,
  draw_confirmed_at timestamptz,
  primary key (tenant_id, channel_id, order_id, sku, turn),
  foreign key (tenant_id, sku) references sync_skus (tenant_id, sku) on update cascade,
  foreign key (tenant_id, channel_id, order_id) references demand_orders (tenant_id, channel_id, order_id)
) with (fillfactor = 70);
-- Lines that still weigh on a decision; settled and cancelled ones stay for the history.
create index demand_lines_sku on demand_lines (tenant_id, sku);
create index demand_lines_live on demand_lines (tenant_id, first_seen_at) where state in ('open', 'visible');

-- Every movement that we sent, written down before it left. `reference` travels in its notes.
create table sync_writes (
  tenant_id uuid not null,
  reference uuid not null,
  run_id uuid not null,
  kind text not null check (kind in ('target', 'draw')),
  pool_id uuid,
  sku text not null,
  place text not null,
  account_id uuid,
  deposit_id uuid,
  product_id text,
  operation text not null check (operation in ('E', 'S', 'B')),
  quantity bigint not null,
  difference bigint not null,
  before_physical bigint not null,
  before_virtual bigint not null,
  target_physical bigint not null,
  target_virtual bigint not null,
  reason text not null,
  draw_key text,
  sent_at timestamptz not null,
  answer text check (answer in ('acknowledged', 'refused', 'unclear')),
  answered_at timestamptz,
  error text,
  read_back text check (read_back in ('as_intended', 'differs', 'unread')),
  -- What a later look made of an answer that never came.
  judged text check (judged in ('applied', 'not_applied', 'unrecognizable')),
  echoed_at timestamptz,
  primary key (tenant_id, reference),
  foreign key (tenant_id, sku) references sync_skus (tenant_id, sku) on update cascade,
  check ((kind = 'draw') = (draw_key is not null))
) with (fillfactor = 70);
create index sync_writes_run on sync_writes (tenant_id, run_id);
create index sync_writes_sku on sync_writes (tenant_id, sku, sent_at);
create index sync_writes_echo on sync_writes (tenant_id, account_id, product_id) where echoed_at is null;
create index sync_writes_doubt on sync_writes (tenant_id, sku) where kind = 'draw' and judged is null and answer is distinct from 'acknowledged';
-- A withdrawal for an order is made once; only one that certainly did not happen may be made again.
create unique index sync_writes_draw on sync_writes (tenant_id, draw_key)
  where draw_key is not null and answer is distinct from 'refused' and judged is distinct from 'not_applied';

-- The history: one row per look at a SKU, and one per sweep, manual run or plan that holds several.
create table sync_runs (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid,
  kind text not null check (kind in ('sku', 'many', 'sweep', 'plan')),
  origin text not null check (origin in ('webhook', 'sweep', 'manual', 'reconcile', 'plan')),
  pool_id uuid,
  sku text,
  account_ids uuid[] not null default '{}',
  state text not null check (state in ('running', 'done', 'cancelled', 'interrupted')),
  result text check (result in ('success', 'partial', 'failed', 'unchanged', 'pending')),
  reason text,
  facts jsonb not null default '{}',
  started_by uuid,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- Until when whoever works on a run over many is believed to be alive.
  leased_until timestamptz not null default '-infinity',
  primary key (tenant_id, id)
) with (fillfactor = 80);
create index sync_runs_sku on sync_runs (tenant_id, sku, id) where sku is not null;
create index sync_runs_parent on sync_runs (tenant_id, parent_id, id) where parent_id is not null;
create index sync_runs_active on sync_runs (tenant_id, id) where state = 'running' and kind <> 'sku';

-- The SKUs of a run over many, in its order, so that it can be stopped and taken up again.
create table sync_run_skus (
  tenant_id uuid not null,
  run_id uuid not null,
  position integer not null,
  sku text not null,
  state text not null default 'waiting' check (state in ('waiting', 'marked', 'done')),
  result text,
  primary key (tenant_id, run_id, position),
  foreign key (tenant_id, sku) references sync_skus (tenant_id, sku) on update cascade
) with (fillfactor = 70);
create index sync_run_skus_marked on sync_run_skus (tenant_id, sku) where state = 'marked';

-- Plans as they were shown, byte for byte.
create table sync_plans (
  tenant_id uuid not null,
  id uuid not null,
  pool_id uuid not null,
  kind text not null check (kind in ('dry_run', 'approval', 'undo')),
  causes jsonb not null default '[]',
  body text not null,
  state text not null default 'open' check (state in ('open', 'applying', 'applied', 'superseded')),
  created_at timestamptz not null,
  created_by uuid not null,
  applied_at timestamptz,
  applied_by uuid,
  run_id uuid,
  outcome jsonb,
  primary key (tenant_id, id)
);
create index sync_plans_waiting on sync_plans (tenant_id, pool_id) where kind = 'approval' and state = 'open';

-- How synchronisation treats one account, and where its periodic sweep stands.
create table sync_accounts (
  tenant_id uuid not null,
  account_id uuid not null,
  reserves_in_set text check (reserves_in_set in ('main', 'shared', 'nowhere')),
  reserves_in_found text check (reserves_in_found in ('main', 'shared', 'nowhere')),
  when_shipped text not null default 'draw' check (when_shipped in ('draw', 'debt')),
  exclusion_rules jsonb not null default '[]',
  sweep_minutes integer not null default 30 check (sweep_minutes between 5 and 1440),
  sweep_started_at timestamptz,
  sweep_completed_at timestamptz,
  sweep_seen_at timestamptz,
  next_sweep_at timestamptz not null,
  orders_read_at timestamptz,
  joined_at timestamptz not null,
  last_missed_at timestamptz,
  silence_hours integer not null default 6 check (silence_hours between 1 and 720),
  seen_state text not null default 'active',
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id)
) with (fillfactor = 70);
create index sync_accounts_due on sync_accounts (next_sweep_at);

-- What a person has to look at: opened once per episode, closed by itself when it is over.
create table alerts (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  subject text not null,
  facts jsonb not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  resolved_at timestamptz,
  primary key (tenant_id, id)
);
create unique index alerts_open on alerts (tenant_id, kind, subject) where resolved_at is null;

-- What became of an event, in a word: 'marked', 'echo', 'unmonitored', 'unlinked', 'unchanged', 'order', 'product', 'nothing'.
alter table bling_inbox add column outcome text;

do $$
declare name text;
begin
  foreach name in array array['sync_skus', 'sync_decisions', 'sync_places', 'demand_orders', 'demand_lines', 'sync_writes', 'sync_runs',
      'sync_run_skus', 'sync_plans', 'sync_accounts', 'alerts'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
  -- Whoever looks for waiting work does not know a tenant yet: the function below, run by the tables' owner, may look for it.
  foreach name in array array['sync_skus', 'sync_runs', 'sync_accounts', 'bling_accounts'] loop
    execute format('create policy seeking_work on %I for select to current_user using (true)', name);
  end loop;
end $$;

-- The tenants for which something is due; nothing else about them.
create function tenants_with_sync_work(instant timestamptz) returns setof uuid
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
$$;
revoke execute on function tenants_with_sync_work(timestamptz) from public;
grant execute on function tenants_with_sync_work(timestamptz) to estoqueuni_app;

grant select, insert, update on sync_skus, sync_decisions, sync_places, demand_orders, demand_lines, sync_writes, sync_runs,
  sync_run_skus, sync_plans, sync_accounts, alerts to estoqueuni_app;
