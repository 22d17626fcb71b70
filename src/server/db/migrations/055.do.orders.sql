-- Orders of sales sites: as we hold them, on their way to an account, and everything that happened to them.

-- How the orders of a site travel: to which account, under which words, and whether they are invoiced by themselves.
create table order_routes (
  tenant_id uuid not null references tenants (id),
  site_id uuid not null,
  shop_kind text not null check (shop_kind in ('woocommerce', 'generic')),
  account_id uuid,
  -- The account's own id of the sales channel that the orders are of, if any.
  sales_channel_id text check (sales_channel_id ~ '^[0-9]{1,20}$'),
  -- Stands before the site's numbers in the account, so that two sites may number alike.
  number_prefix text not null default '' check (length(number_prefix) <= 20),
  -- Whether we have the account take the goods out when the site says that an order left; off where the account does that by itself.
  launches_stock boolean not null default true,
  invoice_rule text not null default 'by_person' check (invoice_rule in ('by_person', 'when_paid')),
  -- The account's way to pay for each of the site's words for one.
  payment_methods jsonb not null default '{}',
  -- What differs from the usual words for states.
  status_mapping jsonb not null default '{"from_site": {}, "to_site": {}, "to_bling": {}}',
  -- When an order of the site was last sent: who was served longest ago is next.
  served_at timestamptz not null default '-infinity',
  primary key (tenant_id, site_id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id)
) with (fillfactor = 70);

create table orders (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  -- What the site calls it by, the number that people see there, and what the account knows it by.
  site_order_id text not null check (length(site_order_id) between 1 and 100),
  number text not null check (length(number) between 1 and 100),
  shop_number text not null check (length(shop_number) between 1 and 120),
  placed_at timestamptz not null,
  taken_at timestamptz not null,
  -- What is known: each only ever moves on (domain/orders/order-facts.ts). `status` follows from them.
  progress text not null check (progress in ('open', 'preparing', 'shipped', 'delivered', 'cancelled')),
  payment text not null check (payment in ('pending', 'refused', 'approved', 'refunded', 'charged_back')),
  invoice text not null check (invoice in ('none', 'pending', 'rejected', 'authorised', 'cancelled')),
  status text not null,
  items_cents bigint not null check (items_cents >= 0),
  discount_cents bigint not null check (discount_cents >= 0),
  freight_cents bigint not null check (freight_cents >= 0),
  other_cents bigint not null check (other_cents >= 0),
  total_cents bigint not null check (total_cents >= 0),
  instalments integer not null check (instalments between 1 and 36),
  payment_method text not null default '',
  -- Whether every SKU is known, as of the last look.
  is_linked boolean not null,
  -- The account it was or may have been sent to; it never changes once something was sent.
  account_id uuid,
  may_be_there boolean not null default false,
  bling_order_id text,
  bling_number text,
  bling_status text,
  was_cancelled_there boolean not null default false,
  are_accounts_launched boolean not null default false,
  -- Whether we had its goods taken out there, whether it was ever seen as fulfilled there, and whether what was taken out was put back.
  is_stock_launched boolean not null default false,
  was_fulfilled boolean not null default false,
  is_stock_reversed boolean not null default false,
  invoice_asked_at timestamptz,
  invoice_id text,
  invoice_sent_at timestamptz,
  invoice_number text,
  invoice_series text,
  invoice_key text,
  invoice_url text,
  -- The word that the site has for it, as last heard or told, and the invoice that it was told of.
  site_word text not null,
  site_invoice text,
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references order_routes (tenant_id, site_id),
  foreign key (tenant_id, account_id) references bling_accounts (tenant_id, id)
) with (fillfactor = 60);
create unique index orders_site_order on orders (tenant_id, site_id, site_order_id);
create index orders_shop_number on orders (tenant_id, shop_number);
create index orders_bling on orders (tenant_id, account_id, bling_order_id) where bling_order_id is not null;
create index orders_unlinked on orders (tenant_id, id) where not is_linked;

create table order_items (
  tenant_id uuid not null,
  order_id uuid not null,
  position integer not null check (position > 0),
  sku text not null,
  description text not null,
  -- Ten-thousandths of a unit.
  quantity bigint not null check (quantity > 0),
  unit_price_cents bigint not null check (unit_price_cents >= 0),
  primary key (tenant_id, order_id, position),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
);
create index order_items_sku on order_items (tenant_id, sku);

-- Who bought. The only place of the orders with personal data: erasing a row forgets the person and keeps the order.
create table order_people (
  tenant_id uuid not null,
  order_id uuid not null,
  name text not null,
  document text,
  email text,
  phone text,
  address jsonb,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
);

-- The timeline: what arrived, what was decided, what was sent, what was answered. Nothing personal.
create table order_events (
  tenant_id uuid not null,
  order_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  kind text not null,
  facts jsonb not null,
  primary key (tenant_id, order_id, id),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
);
create trigger order_events_only_inserted before update or delete on order_events
  for each row execute function refuse_change();

-- What is still to be done for an order, on either side. `waiting` waits for a person or for something to be set, `dead` for a person.
create table order_sendings (
  tenant_id uuid not null,
  order_id uuid not null,
  side text not null check (side in ('bling', 'site')),
  site_id uuid not null,
  state text not null check (state in ('due', 'waiting', 'dead', 'done')),
  reason text,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  -- Whether what was last asked for may have happened although nobody answered.
  is_unclear boolean not null default false,
  claimed_by uuid,
  claimed_until timestamptz,
  -- Grows with every reason to look again, so that one that comes while somebody is at work is not lost.
  generation bigint not null default 1,
  primary key (tenant_id, order_id, side),
  foreign key (tenant_id, order_id) references orders (tenant_id, id)
) with (fillfactor = 60);
create index order_sendings_due on order_sendings (tenant_id, side, next_attempt_at) where state = 'due';

-- The account in which an order may be already: what is reserved there may be this line.
alter table demand_lines add column carrier_id uuid;

do $$
declare name text;
begin
  foreach name in array array['order_routes', 'orders', 'order_items', 'order_people', 'order_events', 'order_sendings'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant()))', name);
  end loop;
end $$;
create policy seeking_work on order_sendings for select to current_user using (true);

-- The tenants whose orders have something due; nothing else about them.
create function tenants_with_order_work(instant timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select distinct tenant_id from public.order_sendings
    where state = 'due' and next_attempt_at <= instant and (claimed_until is null or claimed_until <= instant)
$$;
revoke execute on function tenants_with_order_work(timestamptz) from public;
grant execute on function tenants_with_order_work(timestamptz) to estoqueuni_app;

grant select, insert, update on order_routes, orders, order_sendings to estoqueuni_app;
grant select, insert on order_items, order_events to estoqueuni_app;
grant select, insert, update, delete on order_people to estoqueuni_app;
